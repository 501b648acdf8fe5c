/// The bytes of `migrations/`, `charts/` and `scripts/evidence/`, carried inside the executable.
#ifndef XIANTOU_EMBEDDED_H
#define XIANTOU_EMBEDDED_H

#include <stddef.h>

/// One embedded file: its name without folder, and its bytes.
typedef struct {
  const char *name;
  const char *bytes;
  size_t size;
} embedded_file;

/// The schema migrations in the order in which they are applied.
const embedded_file *embedded_migrations(size_t *count);

/// The charts of accounts that `book init --chart NAME` knows by name.
const embedded_file *embedded_charts(size_t *count);

/// The sample policies and posting templates that history is taken over by, and published rates.
const embedded_file *embedded_policies(size_t *count);

/// What every audit bundle carries: instructions, programs and the pages they follow, by path.
const embedded_file *embedded_evidence(size_t *count);

#endif
