import Glibc
import Trials

// What the tests run as another process: it works on the ledger file until it is done or killed.
let arguments = CommandLine.arguments
guard arguments.count >= 4, let seed = UInt64(arguments[3]) else {
  Errand.say("usage: ledger-workload ERRAND FILE SEED [COUNT]")
  exit(2)
}
let count = arguments.count > 4 ? Int(arguments[4]) ?? 0 : Int.max
let work = Errand(path: arguments[2], seed: seed, count: count)
do {
  switch arguments[1] {
  case "post": try work.postForever()
  case "transfer": try work.transfer()
  case "keys": try work.postKeys()
  case "faults": try work.meetFaults()
  case "power": try work.losePower()
  case "look": try work.lookAsNobody()
  case "limit": try work.fillTheDisk()
  default: exit(2)
  }
} catch {
  Errand.say("error \(error)")
  exit(1)
}
