#include <fcntl.h>
#include <linux/memfd.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/random.h>
#include <unistd.h>

// What is a macro in OpenSSL's headers, or a global variable in C's, as functions.

static inline long xiantou_bio_memory(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }

static inline void xiantou_free(void *memory) { OPENSSL_free(memory); }

static inline void xiantou_clear_free(void *memory, size_t count) {
  OPENSSL_clear_free(memory, count);
}

// Lists of certificates; freeing the list leaves its certificates alone.
static inline STACK_OF(X509) *xiantou_certificates_new(void) { return sk_X509_new_null(); }

static inline int xiantou_certificates_add(STACK_OF(X509) *list, X509 *certificate) {
  return sk_X509_push(list, certificate);
}

static inline int xiantou_certificates_count(const STACK_OF(X509) *list) {
  return sk_X509_num(list);
}

static inline X509 *xiantou_certificates_at(const STACK_OF(X509) *list, int place) {
  return sk_X509_value(list, place);
}

static inline void xiantou_certificates_free(STACK_OF(X509) *list) { sk_X509_free(list); }

// Names as RFC 2253 writes them, but in their own letters.
static inline int xiantou_name_print(BIO *target, const X509_NAME *name) {
  return X509_NAME_print_ex(target, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

// The certificates in a token; none when it is not signed.
static inline STACK_OF(X509) *xiantou_token_certificates(const PKCS7 *token) {
  return PKCS7_type_is_signed(token) ? token->d.sign->cert : NULL;
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
