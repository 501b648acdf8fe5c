// The least that evidence costs: hashing and signing with OpenSSL, and nothing else.
//
//   audit_twin hash RECORDS BYTES   leaf hashes of 200 bytes and of BYTES; all hashes of the records
//                                   in the file RECORDS
//   audit_twin sign                 signing and verifying with each algorithm
//   audit_twin bundle FOLDER        one reading of a bundle: both digests of every file, all hashes of
//                                   the records
//
// Reports one JSON object a line (measure.h).
#define _GNU_SOURCE // nftw
#include "measure.h"
#include "twin_hashes.h"
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LEAF_BYTES = 64 << 20, SIGNINGS = 300, MESSAGE = 600, BLOCK = 1 << 20 };

static const char *const digest_name[BOTH] = {"sha256", "sm3"};

// ---------------------------------------------------------------- hashing

static void leaves(int algorithm, const char *name, size_t size) {
  char title[64];
  snprintf(title, sizeof title, "leaf-%s-%s", digest_name[algorithm], name);
  uint8_t *bytes = calloc(1, size), made[DIGEST];
  int64_t count = LEAF_BYTES / (int64_t)size;
  instant since = now();
  for (int64_t i = 0; i < count; i++) {
    memcpy(bytes, &i, sizeof i);
    digest(algorithm, "\0", 1, bytes, size, made);
  }
  report(title, "c", count, since);
  free(bytes);
}

static tree log_tree, line_tree;

// Both leaf hashes of each header and line, the trees of the lines, and the trees of the log.
static int64_t hash_records(const char *bytes, size_t count) {
  int64_t records = 0;
  const char *end = bytes + count;
  while (bytes < end) {
    const char *feed = memchr(bytes, '\n', (size_t)(end - bytes));
    if (feed == NULL) stop("a record ends with a line feed");
    digests leaf = leaf_hash(bytes, (size_t)(feed - bytes));
    if (memcmp(bytes, "{\"at\":", 6) == 0) {
      if (records > 0) tree_root(&line_tree);
      line_tree.size = 0;
      line_tree.count = 0;
      tree_append(&log_tree, &leaf);
      records++;
    } else {
      tree_append(&line_tree, &leaf);
    }
    bytes = feed + 1;
  }
  tree_root(&line_tree);
  return records;
}

// The whole file, or nothing more than `most` bytes of it.
static char *content(const char *path, size_t most, size_t *count) {
  int file = open(path, O_RDONLY);
  struct stat facts;
  if (file < 0 || fstat(file, &facts) != 0) stop(path);
  size_t size = (size_t)facts.st_size < most ? (size_t)facts.st_size : most;
  char *bytes = malloc(size + 1);
  if (bytes == NULL) stop("out of memory");
  for (*count = 0; *count < size;) {
    ssize_t got = read(file, bytes + *count, size - *count);
    if (got <= 0) stop(path);
    *count += (size_t)got;
  }
  close(file);
  return bytes;
}

static void hash(const char *records, size_t size) {
  for (int i = 0; i < BOTH; i++) {
    leaves(i, "200", 200);
    leaves(i, "record", size);
  }
  size_t count;
  char *bytes = content(records, (size_t)1 << 30, &count);
  instant since = now();
  int64_t found = hash_records(bytes, count);
  report("records", "c", found, since);
  free(bytes);
}

// ---------------------------------------------------------------- a bundle

static EVP_MD_CTX *file_context[BOTH];
static int64_t bundle_records;

static void add_to_file(const char *bytes, size_t count) {
  for (int i = 0; i < BOTH; i++) {
    if (EVP_DigestUpdate(file_context[i], bytes, count) != 1) stop("digest");
  }
}

static int visit(const char *path, const struct stat *facts, int kind, struct FTW *place) {
  (void)place;
  if (kind != FTW_F) return 0;
  for (int i = 0; i < BOTH; i++) {
    if (EVP_DigestInit_ex2(file_context[i], digest_method[i], NULL) != 1) stop("digest");
  }
  if (strstr(path, "/data/entries-") != NULL) {
    size_t count;
    char *bytes = content(path, (size_t)facts->st_size, &count);
    add_to_file(bytes, count);
    bundle_records += hash_records(bytes, count);
    free(bytes);
  } else {
    static char block[BLOCK];
    int file = open(path, O_RDONLY);
    if (file < 0) stop(path);
    ssize_t got;
    while ((got = read(file, block, sizeof block)) > 0) add_to_file(block, (size_t)got);
    if (got < 0) stop(path);
    close(file);
  }
  uint8_t made[DIGEST];
  for (int i = 0; i < BOTH; i++) EVP_DigestFinal_ex(file_context[i], made, NULL);
  return 0;
}

static void bundle(const char *folder) {
  for (int i = 0; i < BOTH; i++) file_context[i] = EVP_MD_CTX_new();
  instant since = now();
  if (nftw(folder, visit, 16, FTW_PHYS) != 0) stop(folder);
  tree_root(&log_tree);
  report("bundle", "c", bundle_records, since);
}

// ---------------------------------------------------------------- signing

static EVP_MD_CTX *signing_begin(EVP_PKEY *key, const char *digest, int is_sm2, int verifies) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *details = NULL;
  int status = verifies ? EVP_DigestVerifyInit_ex(context, &details, digest, NULL, NULL, key, NULL)
                        : EVP_DigestSignInit_ex(context, &details, digest, NULL, NULL, key, NULL);
  if (status != 1) stop("signing");
  if (is_sm2 && EVP_PKEY_CTX_set1_id(details, "1234567812345678", 16) != 1) stop("id");
  return context;
}

static void sign_with(const char *name, EVP_PKEY *key, const char *digest) {
  static double signing[SIGNINGS], verifying[SIGNINGS];
  static uint8_t message[MESSAGE], signature[512];
  int is_sm2 = strcmp(name, "sm2") == 0;
  if (key == NULL) stop(name);
  for (int i = 0; i < SIGNINGS; i++) {
    size_t size = sizeof signature;
    double since = now().wall;
    EVP_MD_CTX *context = signing_begin(key, digest, is_sm2, 0);
    if (EVP_DigestSign(context, signature, &size, message, MESSAGE) != 1) stop("signing");
    EVP_MD_CTX_free(context);
    double between = now().wall;
    context = signing_begin(key, digest, is_sm2, 1);
    if (EVP_DigestVerify(context, signature, size, message, MESSAGE) != 1) stop("verifying");
    EVP_MD_CTX_free(context);
    signing[i] = between - since;
    verifying[i] = now().wall - between;
  }
  char title[64];
  snprintf(title, sizeof title, "sign-%s", name);
  report_latencies(title, "c", signing, SIGNINGS);
  snprintf(title, sizeof title, "verify-%s", name);
  report_latencies(title, "c", verifying, SIGNINGS);
  EVP_PKEY_free(key);
}

int main(int count, char **arguments) {
  digest_begin();
  const char *mode = count > 1 ? arguments[1] : "";
  if (strcmp(mode, "hash") == 0 && count == 4) {
    hash(arguments[2], (size_t)atoll(arguments[3]));
  } else if (strcmp(mode, "sign") == 0 && count == 2) {
    sign_with("sm2", EVP_PKEY_Q_keygen(NULL, NULL, "SM2"), "SM3");
    sign_with("p256", EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"), "SHA2-256");
    sign_with("ed25519", EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), NULL);
  } else if (strcmp(mode, "bundle") == 0 && count == 3) {
    bundle(arguments[2]);
  } else {
    fputs("usage: audit_twin hash RECORDS BYTES | sign | bundle FOLDER\n", stderr);
    return 2;
  }
  return 0;
}
