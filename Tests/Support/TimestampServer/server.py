#!/usr/bin/env python3
"""A time stamping authority on this machine, for tests: server.py FOLDER

Prints its port and its process number in one line when it is ready, and ends after five minutes at
the latest. The folder holds the authority's key, certificate and configuration; each path of the
address is another way to answer.
"""
import http.server
import os
import socketserver
import subprocess
import sys
import tempfile
import threading


def stamp(query):
    """What `openssl ts` answers."""
    with tempfile.TemporaryDirectory() as scratch:
        asked, answer = os.path.join(scratch, "query"), os.path.join(scratch, "answer")
        with open(asked, "wb") as file:
            file.write(query)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "configuration", "-queryfile", asked,
             "-signer", "tsa.crt", "-inkey", "tsa.key", "-out", answer],
            check=True, stderr=subprocess.DEVNULL)
        with open(answer, "rb") as file:
            return file.read()


class Authority(http.server.BaseHTTPRequestHandler):
    turn = threading.Lock()
    first = None

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/timestamp-query":
            return self.give(415, b"")
        answers = {
            "/garbage": (200, b"<html>welcome</html>"),
            "/empty": (200, b""),
            "/huge": (200, b"0" * 200_000),
            "/broken": (500, b"broken"),
            "/moved": (302, b""),
            "/refuses": (200, bytes.fromhex("30053003020102")),
        }
        if self.path == "/silent":
            threading.Event().wait()
        if self.path in answers:
            return self.give(*answers[self.path])
        with Authority.turn:
            answer = stamp(query)
            Authority.first = Authority.first or answer
        self.give(200, Authority.first if self.path == "/repeats" else answer)

    def give(self, status, body):
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/")
        self.send_header("Content-Type", "application/timestamp-reply")
        if self.path != "/huge":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            pass

    def log_message(self, *_):
        pass


# A signal may be blocked by whoever started this.
end = threading.Timer(300, os._exit, [1])
end.daemon = True
end.start()
os.chdir(sys.argv[1])
# Not http.server's own: it looks for this machine's name first, which takes long without a network.
socketserver.ThreadingTCPServer.daemon_threads = True
server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Authority)
print(server.server_address[1], os.getpid(), flush=True)
server.serve_forever()
