/* `waybill-launcher digest`: reads standard input to its end and writes the 32 bytes of its SHA-256 (FIPS 180-4).
 *
 * It exists because Java, started as we start it, hashes at a tenth of what a processor can do. It opens nothing, and
 * once it has begun it may only read, write and exit. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launcher.h"

enum { BLOCK = 64, LENGTH_AT = BLOCK - 8, PIPE = 1 << 20, BUFFER = 256 << 10 };

/* Changes the state by so many blocks. */
typedef void compression(uint32_t state[8], const uint8_t *at, size_t blocks);

static const uint32_t rounds[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* ---- in plain C ---- */

static uint32_t rotated(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

static void compress_plainly(uint32_t state[8], const uint8_t *at, size_t blocks) {
    for (; blocks > 0; blocks--, at += BLOCK) {
        uint32_t w[64], s[8];
        for (int i = 0; i < 16; i++) {
            w[i] = (uint32_t)at[4 * i] << 24 | (uint32_t)at[4 * i + 1] << 16 | (uint32_t)at[4 * i + 2] << 8 |
                   at[4 * i + 3];
        }
        for (int i = 16; i < 64; i++) {
            uint32_t a = w[i - 15], b = w[i - 2];
            w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) + w[i - 7] +
                   (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
        }
        memcpy(s, state, sizeof s);
        for (int i = 0; i < 64; i += 8) {
#pragma GCC unroll 8
            for (unsigned j = 0; j < 8; j++) { /* the names a to h move on by one each round */
                uint32_t *d = &s[(3 - j) & 7], *h = &s[(7 - j) & 7];
                uint32_t a = s[-j & 7], b = s[(1 - j) & 7], c = s[(2 - j) & 7];
                uint32_t e = s[(4 - j) & 7], f = s[(5 - j) & 7], g = s[(6 - j) & 7];
                uint32_t one = *h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) +
                               rounds[i + (int)j] + w[i + (int)j];
                *d += one;
                *h = one + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            }
        }
        for (int i = 0; i < 8; i++) {
            state[i] += s[i];
        }
    }
}

/* ---- by the processor's own instructions: four words of the message, or four rounds, at a time ---- */

#if defined(WAYBILL_PLAIN_DIGEST)

static compression *choose(void) { return compress_plainly; }

#elif defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

__attribute__((target("sha,sse4.1"))) static void compress_by_sha_ni(uint32_t state[8], const uint8_t *at,
                                                                     size_t blocks) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    /* The instructions want the words a, b, e, f in one register and c, d, g, h in the other. */
    __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, cdab, 0xf0);
    for (; blocks > 0; blocks--, at += BLOCK) {
        __m128i w[4], abef_before = abef, cdgh_before = cdgh;
        for (int i = 0; i < 4; i++) {
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(at + 16 * i)), big_endian);
        }
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            __m128i *here = &w[i & 3], next = w[(i + 1) & 3], third = w[(i + 2) & 3], last = w[(i + 3) & 3];
            __m128i sum = _mm_add_epi32(*here, _mm_load_si128((const __m128i *)(rounds + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
            if (i < 12) {
                __m128i more = _mm_add_epi32(_mm_sha256msg1_epu32(*here, next), _mm_alignr_epi8(last, third, 4));
                *here = _mm_sha256msg2_epu32(more, last);
            }
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

static compression *choose(void) {
    unsigned a, b, c, d;
    bool vectors = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1);
    bool digests = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
    return vectors && digests ? compress_by_sha_ni : compress_plainly;
}

#elif defined(__aarch64__)
#include <arm_neon.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>

__attribute__((target("+crypto"))) static void compress_by_crypto(uint32_t state[8], const uint8_t *at, size_t blocks) {
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; blocks > 0; blocks--, at += BLOCK) {
        uint32x4_t w[4], abcd_before = abcd, efgh_before = efgh;
        for (int i = 0; i < 4; i++) {
            w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(at + 16 * i)));
        }
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            uint32x4_t *here = &w[i & 3], next = w[(i + 1) & 3], third = w[(i + 2) & 3], last = w[(i + 3) & 3];
            uint32x4_t sum = vaddq_u32(*here, vld1q_u32(rounds + 4 * i)), before = abcd;
            abcd = vsha256hq_u32(abcd, efgh, sum);
            efgh = vsha256h2q_u32(efgh, before, sum);
            if (i < 12) {
                *here = vsha256su1q_u32(vsha256su0q_u32(*here, next), third, last);
            }
        }
        abcd = vaddq_u32(abcd, abcd_before);
        efgh = vaddq_u32(efgh, efgh_before);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

static compression *choose(void) { return getauxval(AT_HWCAP) & HWCAP_SHA2 ? compress_by_crypto : compress_plainly; }

#endif

/* ---- the program ---- */

static uint8_t buffer[BUFFER];

/* What is left, less than a block, then a one bit, zeros and the length in bits. */
static void finish(compression *compress, uint32_t state[8], const uint8_t *rest, uint64_t length) {
    uint8_t last[2 * BLOCK] = {0};
    size_t left = length % BLOCK, blocks = left < LENGTH_AT ? 1 : 2;
    memcpy(last, rest, left);
    last[left] = 0x80;
    for (int i = 0; i < 8; i++) {
        last[(blocks - 1) * BLOCK + LENGTH_AT + i] = (uint8_t)(length * 8 >> (56 - 8 * i));
    }
    compress(state, last, blocks);
}

_Noreturn static void leave(int status) {
    for (;;) {
        syscall(SYS_exit, status); /* not exit_group, which is refused; there is one thread */
    }
}

_Noreturn void digest_main(void) {
    compression *compress = choose();
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint64_t length = 0;
    size_t kept = 0;
    fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE); /* refused to those who have many such pipes: then it is slower */
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT)) {
        leave(1);
    }
    for (;;) {
        ssize_t n = read(STDIN_FILENO, buffer + kept, sizeof buffer - kept);
        if (n < 0 && errno != EINTR) {
            leave(1);
        }
        if (n == 0) {
            break;
        }
        size_t here = kept + (n < 0 ? 0 : (size_t)n), whole = here / BLOCK;
        length += here - kept;
        compress(state, buffer, whole);
        kept = here % BLOCK;
        memmove(buffer, buffer + whole * BLOCK, kept);
    }
    finish(compress, state, buffer, length);
    uint8_t digest[32];
    for (int i = 0; i < 32; i++) {
        digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
    leave(write(STDOUT_FILENO, digest, sizeof digest) != sizeof digest); /* a pipe takes them at once */
}
