/* Network namespaces with nothing in them, one task each. */
#ifndef WAYBILL_NETWORK_H
#define WAYBILL_NETWORK_H

/* One from the pool, or a new one; -1 with errno. */
int take_network(void);
/* A fresh one whose rights belong to that user namespace: never to be given back. */
int make_network_of(int user_namespace);

/* Back to the pool: only when the task's PID namespace is dead and loopback was never up in it. */
void return_network(int network);

/* In the task's child: brings up loopback in the network namespace it is in. */
int raise_loopback(void);

#endif
