print("xiantou")
