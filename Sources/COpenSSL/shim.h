#include <fcntl.h>
#include <linux/memfd.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <sys/random.h>
#include <unistd.h>

// What is a macro in OpenSSL's headers, or a global variable in C's, as functions.

static inline long xiantou_bio_memory(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }

static inline void xiantou_free(void *memory) { OPENSSL_free(memory); }

static inline void xiantou_clear_free(void *memory, size_t count) {
  OPENSSL_clear_free(memory, count);
}

static inline char **xiantou_environment(void) {
  extern char **environ;
  return environ;
}

// Of GNU's C library; its macro that shows them would give this module other types than Swift's.
extern int memfd_create(const char *, unsigned int);
extern int pipe2(int[2], int);

// Neither is inherited by other programs that are started meanwhile.
static inline int xiantou_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

static inline int xiantou_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
