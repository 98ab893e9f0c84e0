// The threads that share out the rows of a kernel.
//
// The kernels are written with OpenMP's pragmas. gcc turns a parallel region into a function and a call of GOMP_parallel, and
// a static loop into calls of the two omp_ functions below. These are all that the kernels need, and they are here, so that
// no OpenMP runtime has to be on the machine and none is loaded beside libtorch's own.
//
// Idle threads look for work for some microseconds and then sleep. A region that starts while another thread of the process
// is in one runs on its own thread alone.
#include "pool.h"
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

enum { MOST_THREADS = 256, LOOKS_BEFORE_SLEEP = 4000, LEAST_ELEMENTS = 1 << 14 };

struct work {
    long number;
    int team;
    void (*body)(void *);
    void *argument;
};

static pthread_mutex_t region = PTHREAD_MUTEX_INITIALIZER; // held from a region's start to its end
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;   // of all below
static pthread_cond_t work_came = PTHREAD_COND_INITIALIZER;
static pthread_cond_t work_done = PTHREAD_COND_INITIALIZER;
static struct work current;
static int running; // threads besides the caller's that are in the region
static int started; // threads besides the caller's that there are
static long starts_after[MOST_THREADS];

static int wanted = 1;
static __thread int own_number;
static __thread int own_team = 1;

int omp_get_thread_num(void) { return own_number; }
int omp_get_num_threads(void) { return own_team; }

void use_threads(int threads) { wanted = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads; }

int threads_for(long elements) {
    long useful = 1 + elements / LEAST_ELEMENTS;
    return useful < wanted ? (int)useful : wanted;
}

static void relax(void) {
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

static struct work next_after(long seen) {
    for (int look = 0; look < LOOKS_BEFORE_SLEEP && __atomic_load_n(&current.number, __ATOMIC_ACQUIRE) == seen; look++) relax();
    pthread_mutex_lock(&lock);
    while (current.number == seen) pthread_cond_wait(&work_came, &lock);
    struct work work = current;
    pthread_mutex_unlock(&lock);
    return work;
}

static void leave(void) {
    if (__atomic_sub_fetch(&running, 1, __ATOMIC_ACQ_REL) > 0) return;
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&work_done);
    pthread_mutex_unlock(&lock);
}

static void *serve(void *number) {
    own_number = (int)(intptr_t)number;
    long seen = starts_after[own_number];
    for (;;) {
        struct work work = next_after(seen);
        seen = work.number;
        if (own_number < work.team) {
            own_team = work.team;
            work.body(work.argument);
            leave();
        }
    }
    return NULL;
}

// Threads that can be had up to the number wanted, the caller's included.
static int gather(int team) {
    while (started + 1 < team) {
        pthread_t thread;
        starts_after[started + 1] = current.number;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)(started + 1)) != 0) break;
        pthread_detach(thread);
        started++;
    }
    return started + 1 < team ? started + 1 : team;
}

static void announce(int team, void (*body)(void *), void *argument) {
    __atomic_store_n(&running, team - 1, __ATOMIC_RELEASE);
    pthread_mutex_lock(&lock);
    current.team = team;
    current.body = body;
    current.argument = argument;
    __atomic_store_n(&current.number, current.number + 1, __ATOMIC_RELEASE);
    pthread_cond_broadcast(&work_came);
    pthread_mutex_unlock(&lock);
}

static void await_team(void) {
    for (int look = 0; look < LOOKS_BEFORE_SLEEP && __atomic_load_n(&running, __ATOMIC_ACQUIRE) > 0; look++) relax();
    pthread_mutex_lock(&lock);
    while (__atomic_load_n(&running, __ATOMIC_ACQUIRE) > 0) pthread_cond_wait(&work_done, &lock);
    pthread_mutex_unlock(&lock);
}

// What gcc calls for a parallel region. threads is that of its num_threads clause.
void GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags) {
    (void)flags;
    if (threads <= 1 || own_team > 1 || pthread_mutex_trylock(&region) != 0) {
        work(data);
        return;
    }
    int team = gather((int)threads);
    own_team = team;
    announce(team, work, data);
    work(data);
    await_team();
    own_team = 1;
    pthread_mutex_unlock(&region);
}
