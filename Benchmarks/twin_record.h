// Records as `Audit` makes them: canonical JSON, and the hashes of twin_hashes.h.
#ifndef TWIN_RECORD_H
#define TWIN_RECORD_H

#include "twin_hashes.h"
#include <sys/random.h>

// ---------------------------------------------------------------- text

typedef struct {
  char *bytes;
  size_t count, room;
} text;

static void reserve(text *out, size_t more) {
  if (out->count + more <= out->room) return;
  out->room = (out->count + more) * 2;
  out->bytes = realloc(out->bytes, out->room);
  if (out->bytes == NULL) stop("out of memory");
}

static void put(text *out, const char *bytes, size_t count) {
  reserve(out, count);
  memcpy(out->bytes + out->count, bytes, count);
  out->count += count;
}

#define PUT(out, literal) put(out, literal, sizeof(literal) - 1)

static void put_digits(text *out, uint64_t value, int width) {
  char digits[20];
  int count = 0;
  do {
    digits[19 - count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value > 0 || count < width);
  put(out, digits + 20 - count, (size_t)count);
}

static void put_hex(text *out, const uint8_t *bytes, int count) {
  static const char digits[] = "0123456789abcdef";
  reserve(out, (size_t)count * 2);
  char *to = out->bytes + out->count;
  for (int i = 0; i < count; i++) {
    *to++ = digits[bytes[i] >> 4];
    *to++ = digits[bytes[i] & 15];
  }
  out->count += (size_t)count * 2;
}

// Text that needs no more than the two escapes of canonical JSON.
static void put_string(text *out, const char *from, size_t count) {
  PUT(out, "\"");
  for (size_t i = 0; i < count; i++) {
    if (from[i] == '"' || from[i] == '\\') PUT(out, "\\");
    if ((unsigned char)from[i] < 0x20) stop("a control character");
    put(out, from + i, 1);
  }
  PUT(out, "\"");
}

static void put_fen(text *out, int64_t amount) {
  uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
  if (amount < 0) PUT(out, "-");
  put_digits(out, size / 100, 1);
  PUT(out, ".");
  put_digits(out, size % 100, 2);
}

static void put_date(text *out, int64_t day) {
  // Days to civil, proleptic Gregorian (H. Hinnant).
  int64_t z = day + 719468, era = z / 146097, doe = z - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  int64_t month = mp < 10 ? mp + 3 : mp - 9;
  put_digits(out, (uint64_t)(yoe + era * 400 + (month <= 2)), 4);
  PUT(out, "-");
  put_digits(out, (uint64_t)month, 2);
  PUT(out, "-");
  put_digits(out, (uint64_t)(doy - (153 * mp + 2) / 5 + 1), 2);
}

// ---------------------------------------------------------------- the log

typedef struct {
  uint8_t last[DIGEST];
  tree records;
} log_end;

static size_t head_bytes(const log_end *end, uint8_t *out) {
  size_t peaks = (size_t)end->records.count * DIGEST;
  for (int i = 0; i < 8; i++) out[i] = (uint8_t)(end->records.size >> (56 - 8 * i));
  memcpy(out + 8, end->last, DIGEST);
  memcpy(out + 40, end->records.peaks[SHA256], peaks);
  memcpy(out + 40 + peaks, end->records.peaks[SM3], peaks);
  return 40 + 2 * peaks;
}

static const uint8_t *nonce(void) {
  static uint8_t pool[4096];
  static size_t used = sizeof pool;
  if (used == sizeof pool) {
    if (getrandom(pool, sizeof pool, 0) != sizeof pool) stop("getrandom");
    used = 0;
  }
  used += 16;
  return pool + used - 16;
}

// A record that is being made: its lines first, then its header.
typedef struct {
  text header, lines;
  tree line_tree;
  size_t line_start;
} record;

static void record_begin(record *made) {
  made->header.count = made->lines.count = 0;
  made->line_tree.size = 0;
  made->line_tree.count = 0;
}

// `seen`: 32 hexadecimal digits read back from a stored record, or NULL for a new nonce.
static void put_nonce(text *out, const char *seen) {
  PUT(out, "\"nonce\":\"");
  if (seen) put(out, seen, 32);
  else put_hex(out, nonce(), 16);
  PUT(out, "\"");
}

static text *line_begin(record *made) {
  made->line_start = made->lines.count;
  PUT(&made->lines, "{\"data\":{");
  return &made->lines;
}

static void line_end(record *made, const char *seen) {
  text *out = &made->lines;
  PUT(out, "},\"n\":\"");
  put_digits(out, made->line_tree.size + 1, 1);
  PUT(out, "\",");
  put_nonce(out, seen);
  PUT(out, "}");
  digests leaf = leaf_hash(out->bytes + made->line_start, out->count - made->line_start);
  tree_append(&made->line_tree, &leaf);
  PUT(out, "\n");
}

static text *header_begin(record *made, const char *at, const char *book, const char *by) {
  text *out = &made->header;
  PUT(out, "{\"at\":\"");
  put(out, at, 20);
  PUT(out, "\",\"book\":");
  put_string(out, book, strlen(book));
  PUT(out, ",\"by\":");
  put_string(out, by, strlen(by));
  PUT(out, ",\"data\":{");
  return out;
}

// Ends the header, hashes it and appends it to the log; `header` then holds the whole body.
static digests header_end(record *made, const char *type, log_end *end, const char *seen) {
  text *out = &made->header;
  digests roots = tree_root(&made->line_tree);
  PUT(out, "},\"lines\":{\"count\":\"");
  put_digits(out, made->line_tree.size, 1);
  PUT(out, "\",\"sha256\":\"");
  put_hex(out, roots.bytes[SHA256], DIGEST);
  PUT(out, "\",\"sm3\":\"");
  put_hex(out, roots.bytes[SM3], DIGEST);
  PUT(out, "\"},");
  put_nonce(out, seen);
  PUT(out, ",\"prev\":\"");
  put_hex(out, end->last, DIGEST);
  PUT(out, "\",\"seq\":\"");
  put_digits(out, end->records.size, 1);
  PUT(out, "\",\"t\":");
  put_string(out, type, strlen(type));
  PUT(out, ",\"v\":\"funds-record/v1\"}");
  digests leaf = leaf_hash(out->bytes, out->count);
  tree_append(&end->records, &leaf);
  memcpy(end->last, leaf.bytes[SHA256], DIGEST);
  PUT(out, "\n");
  put(out, made->lines.bytes, made->lines.count);
  return leaf;
}

#endif
