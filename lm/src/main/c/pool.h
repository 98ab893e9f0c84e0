// See pool.c.
#pragma once

// Threads of a kernel from here on, in the whole process.
void use_threads(int threads);

// Threads worth waking for so many elements.
int threads_for(long elements);

int omp_get_thread_num(void);
int omp_get_num_threads(void);
