#define _GNU_SOURCE
#include "fault_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

// One write or truncation that is not synced yet; `data` is null for a truncation to `offset`.
typedef struct pending {
  struct pending *next;
  sqlite3_int64 offset;
  size_t length;
  unsigned char *data;
} pending;

// What the disk holds of a file, found by its inode, which survives a change of name.
typedef struct disk {
  struct disk *next;
  dev_t device;
  ino_t inode;
  int descriptor;
  unsigned char *image;
  size_t size, capacity;
  pending *first, **last;
} disk;

typedef struct {
  sqlite3_file base;
  disk *disk;
  sqlite3_file *real;
} file;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs this_vfs;
static fault_kind armed;
static long at, calls;
static int fired;
static disk *disks;

static int is_dead(void) { return fired && armed != FAULT_IO_ONCE; }

// Counts a call that may fail; whether it does.
static int fails(int is_write, int changes_disk) {
  if (armed == FAULT_NONE) return 0;
  if (armed == FAULT_DISK_FULL && !is_write) return 0;
  if (armed == FAULT_POWER && fired) return 1;
  if (armed == FAULT_POWER && !changes_disk) return 0;
  calls++;
  if (calls == at) {
    fired = 1;
    return 1;
  }
  return is_dead();
}

// ---------------------------------------------------------------- the disk behind a file

static void reserve(disk *disk, size_t size) {
  if (size > disk->capacity) {
    disk->capacity = size * 2;
    disk->image = realloc(disk->image, disk->capacity);
    if (!disk->image) abort();
  }
  if (size > disk->size) {
    memset(disk->image + disk->size, 0, size - disk->size);
    disk->size = size;
  }
}

static void apply(disk *disk, const pending *change, size_t from, size_t to) {
  if (!change->data) {
    if ((size_t)change->offset < disk->size) disk->size = (size_t)change->offset;
    return;
  }
  reserve(disk, (size_t)change->offset + to);
  memcpy(disk->image + change->offset + from, change->data + from, to - from);
}

static void forget(pending *change) {
  free(change->data);
  free(change);
}

static void sync_disk(disk *disk) {
  while (disk->first) {
    pending *change = disk->first;
    apply(disk, change, 0, change->length);
    disk->first = change->next;
    forget(change);
  }
  disk->last = &disk->first;
}

static void note(disk *disk, const void *data, size_t length, sqlite3_int64 offset) {
  if (!disk) return;
  pending *change = calloc(1, sizeof *change);
  if (!change) abort();
  change->offset = offset;
  change->length = length;
  if (data) {
    change->data = malloc(length ? length : 1);
    if (!change->data) abort();
    memcpy(change->data, data, length);
  }
  *disk->last = change;
  disk->last = &change->next;
}

static disk *disk_of(const char *path) {
  struct stat status;
  if (armed != FAULT_POWER || !path || stat(path, &status) != 0) return NULL;
  for (disk *known = disks; known; known = known->next) {
    if (known->device == status.st_dev && known->inode == status.st_ino) return known;
  }
  disk *fresh = calloc(1, sizeof *fresh);
  if (!fresh) abort();
  fresh->device = status.st_dev;
  fresh->inode = status.st_ino;
  fresh->descriptor = open(path, O_RDWR | O_CLOEXEC);
  fresh->last = &fresh->first;
  if (fresh->descriptor < 0) abort();
  reserve(fresh, (size_t)status.st_size);
  if (pread(fresh->descriptor, fresh->image, fresh->size, 0) != (ssize_t)fresh->size) abort();
  fresh->next = disks;
  disks = fresh;
  return fresh;
}

static unsigned chance(unsigned *seed) {
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 16;
}

// Writes survive whole, not at all, or in some of their sectors.
static void lose(disk *disk, unsigned *seed) {
  for (pending *change = disk->first; change;) {
    unsigned fate = chance(seed) % 3;
    if (fate == 0 || (fate == 1 && !change->data)) {
      apply(disk, change, 0, change->length);
    } else if (fate == 1) {
      for (size_t from = 0; from < change->length;) {
        size_t to = from + SECTOR - ((size_t)change->offset + from) % SECTOR;
        if (to > change->length) to = change->length;
        if (chance(seed) % 2) apply(disk, change, from, to);
        from = to;
      }
    }
    pending *next = change->next;
    forget(change);
    change = next;
  }
}

// ---------------------------------------------------------------- files

static sqlite3_file *real(sqlite3_file *base) { return ((file *)base)->real; }

static int file_close(sqlite3_file *base) { return real(base)->pMethods->xClose(real(base)); }

static int file_read(sqlite3_file *base, void *data, int length, sqlite3_int64 offset) {
  if (fails(0, 0)) return SQLITE_IOERR_READ;
  return real(base)->pMethods->xRead(real(base), data, length, offset);
}

static int file_write(sqlite3_file *base, const void *data, int length, sqlite3_int64 offset) {
  int failing = fails(1, 1);
  if (!failing || (armed == FAULT_POWER && calls == at)) {
    note(((file *)base)->disk, data, (size_t)length, offset);
  }
  if (failing) return armed == FAULT_DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  return real(base)->pMethods->xWrite(real(base), data, length, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
  if (fails(0, 1)) return SQLITE_IOERR_TRUNCATE;
  note(((file *)base)->disk, NULL, 0, size);
  return real(base)->pMethods->xTruncate(real(base), size);
}

// The real disk is not troubled: what is synced is a matter of the disk kept here.
static int file_sync(sqlite3_file *base, int flags) {
  (void)flags;
  if (fails(0, 1)) return SQLITE_IOERR_FSYNC;
  if (((file *)base)->disk) sync_disk(((file *)base)->disk);
  return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
  if (fails(0, 0)) return SQLITE_IOERR_FSTAT;
  return real(base)->pMethods->xFileSize(real(base), size);
}

static int file_lock(sqlite3_file *base, int level) {
  if (fails(0, 0)) return SQLITE_IOERR_LOCK;
  return real(base)->pMethods->xLock(real(base), level);
}

static int file_unlock(sqlite3_file *base, int level) {
  return real(base)->pMethods->xUnlock(real(base), level);
}

static int file_check_lock(sqlite3_file *base, int *result) {
  return real(base)->pMethods->xCheckReservedLock(real(base), result);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
  return real(base)->pMethods->xFileControl(real(base), operation, argument);
}

static int file_sector(sqlite3_file *base) {
  return real(base)->pMethods->xSectorSize(real(base));
}

static int file_device(sqlite3_file *base) {
  return real(base)->pMethods->xDeviceCharacteristics(real(base));
}

static int file_shm_map(sqlite3_file *base, int page, int size, int extend,
                        void volatile **memory) {
  if (fails(0, 0)) return SQLITE_IOERR_SHMMAP;
  return real(base)->pMethods->xShmMap(real(base), page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
  return real(base)->pMethods->xShmLock(real(base), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *base) {
  real(base)->pMethods->xShmBarrier(real(base));
}

static int file_shm_unmap(sqlite3_file *base, int remove) {
  return real(base)->pMethods->xShmUnmap(real(base), remove);
}

static const sqlite3_io_methods methods = {
    2,            file_close,   file_read,       file_write,       file_truncate,
    file_sync,    file_size,    file_lock,       file_unlock,      file_check_lock,
    file_control, file_sector,  file_device,     file_shm_map,     file_shm_lock,
    file_shm_barrier, file_shm_unmap, NULL,      NULL,
};

// ---------------------------------------------------------------- the file system

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags,
                    int *granted) {
  (void)vfs;
  file *opened = (file *)base;
  base->pMethods = NULL;
  if (fails(0, 0)) return SQLITE_CANTOPEN;
  opened->real = (sqlite3_file *)(opened + 1);
  int code = real_vfs->xOpen(real_vfs, path, opened->real, flags, granted);
  if (!opened->real->pMethods) return code;
  opened->disk = disk_of(path);
  base->pMethods = &methods;
  return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync) {
  (void)vfs;
  if (fails(0, 1)) return SQLITE_IOERR_DELETE;
  return real_vfs->xDelete(real_vfs, path, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
  (void)vfs;
  if (fails(0, 0)) return SQLITE_IOERR_ACCESS;
  return real_vfs->xAccess(real_vfs, path, flags, result);
}

int fault_install(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  if (!real_vfs) return SQLITE_ERROR;
  this_vfs = *real_vfs;
  this_vfs.zName = "fault";
  this_vfs.szOsFile = (int)sizeof(file) + real_vfs->szOsFile;
  this_vfs.xOpen = vfs_open;
  this_vfs.xDelete = vfs_delete;
  this_vfs.xAccess = vfs_access;
  return sqlite3_vfs_register(&this_vfs, 1);
}

void fault_arm(fault_kind kind, long number) {
  armed = kind;
  at = number;
  calls = 0;
  fired = 0;
}

int fault_fired(void) { return fired; }

long fault_calls(void) { return calls; }

void fault_repair(unsigned seed) {
  while (disks) {
    disk *known = disks;
    if (fired) {
      lose(known, &seed);
      if (ftruncate(known->descriptor, 0) != 0) abort();
      if (pwrite(known->descriptor, known->image, known->size, 0) != (ssize_t)known->size) abort();
    } else {
      sync_disk(known);
    }
    close(known->descriptor);
    free(known->image);
    disks = known->next;
    free(known);
  }
  armed = FAULT_NONE;
}
