/* Dies of signal 11, also as the first process of a PID namespace, which default actions of kill() do not reach. */
int main(void) {
    volatile int *nowhere = 0;
    return *nowhere;
}
