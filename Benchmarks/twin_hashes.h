// Two digests, leaf hashes, and the right edge of a tree under both.
#ifndef TWIN_HASHES_H
#define TWIN_HASHES_H

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST = 32, PEAKS = 64 };

static void stop(const char *what) {
  fprintf(stderr, "benchmark: %s\n", what);
  exit(1);
}

enum { SHA256, SM3, BOTH };

typedef struct {
  uint8_t bytes[BOTH][DIGEST];
} digests;

static EVP_MD *digest_method[BOTH];
static EVP_MD_CTX *digest_context[BOTH];

static void digest_begin(void) {
  static const char *names[] = {"SHA2-256", "SM3"};
  for (int i = 0; i < BOTH; i++) {
    if (digest_context[i] != NULL) continue;
    digest_method[i] = EVP_MD_fetch(NULL, names[i], NULL);
    digest_context[i] = EVP_MD_CTX_new();
    if (digest_method[i] == NULL || digest_context[i] == NULL ||
        EVP_DigestInit_ex2(digest_context[i], digest_method[i], NULL) != 1) {
      stop("no digest");
    }
  }
}

// `prefix` may be empty.
static void digest(int algorithm, const void *prefix, size_t size, const void *bytes, size_t count,
                   uint8_t *made) {
  EVP_MD_CTX *context = digest_context[algorithm];
  if (EVP_DigestInit_ex2(context, NULL, NULL) != 1 ||
      (size > 0 && EVP_DigestUpdate(context, prefix, size) != 1) ||
      EVP_DigestUpdate(context, bytes, count) != 1 ||
      EVP_DigestFinal_ex(context, made, NULL) != 1) {
    stop("digest");
  }
}

static digests leaf_hash(const char *bytes, size_t count) {
  digests made;
  for (int i = 0; i < BOTH; i++) digest(i, "\0", 1, bytes, count, made.bytes[i]);
  return made;
}

// The right edge of an RFC 6962 tree, under both algorithms.
typedef struct {
  uint64_t size;
  int count;
  uint8_t peaks[BOTH][PEAKS][DIGEST];
} tree;

static void node_hash(int algorithm, const uint8_t *left, const uint8_t *right, uint8_t *made) {
  uint8_t node[1 + 2 * DIGEST] = {1};
  memcpy(node + 1, left, DIGEST);
  memcpy(node + 1 + DIGEST, right, DIGEST);
  digest(algorithm, "", 0, node, sizeof node, made);
}

static void tree_append(tree *edge, const digests *leaf) {
  int count = edge->count;
  for (int i = 0; i < BOTH; i++) {
    uint8_t node[DIGEST];
    memcpy(node, leaf->bytes[i], DIGEST);
    count = edge->count;
    for (uint64_t size = edge->size; size & 1; size >>= 1) {
      node_hash(i, edge->peaks[i][--count], node, node);
    }
    memcpy(edge->peaks[i][count], node, DIGEST);
  }
  edge->count = count + 1;
  edge->size++;
}

static digests tree_root(const tree *edge) {
  digests root;
  for (int i = 0; i < BOTH; i++) {
    if (edge->count == 0) {
      digest(i, "", 0, "", 0, root.bytes[i]);
      continue;
    }
    memcpy(root.bytes[i], edge->peaks[i][edge->count - 1], DIGEST);
    for (int n = edge->count - 2; n >= 0; n--) {
      node_hash(i, edge->peaks[i][n], root.bytes[i], root.bytes[i]);
    }
  }
  return root;
}

#endif
