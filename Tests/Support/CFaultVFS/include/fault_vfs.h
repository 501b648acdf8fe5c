#ifndef XIANTOU_FAULT_VFS_H
#define XIANTOU_FAULT_VFS_H

/// What goes wrong.
typedef enum {
  FAULT_NONE = 0,
  /// One call fails with an input/output error; the calls after it work.
  FAULT_IO_ONCE = 1,
  /// That call and all after it fail with an input/output error.
  FAULT_IO_ALWAYS = 2,
  /// From that write on the disk is full.
  FAULT_DISK_FULL = 3,
  /// The power fails at that write, sync or truncation: nothing works until the power is back.
  FAULT_POWER = 4,
} fault_kind;

/// Puts this file system before SQLite's own, as the default of the process.
int fault_install(void);

/// Starts counting calls; the `at`-th, from 1, goes wrong. Every file must be closed.
void fault_arm(fault_kind kind, long at);

/// Whether the fault has happened since it was armed.
int fault_fired(void);

/// Calls counted since the fault was armed.
long fault_calls(void);

/// Lets everything work again. After a power failure each file gets back what the disk would hold:
/// what was synced, and of what was written since then a part that `seed` chooses, some of it torn.
/// Every file must be closed.
void fault_repair(unsigned seed);

#endif
