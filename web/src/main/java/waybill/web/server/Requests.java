package waybill.web.server;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes requests on to the handler, and answers where that fails. */
final class Requests extends Handler.Abstract {
  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final WebHandler handler;
  private final Consumer<String> log;
  private final AtomicInteger active = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<Runnable> idle = new CopyOnWriteArrayList<>();
  private final HangUps hangUps = new HangUps();
  private volatile boolean ending;

  Requests(WebHandler handler, Consumer<String> log) {
    this.handler = handler;
    this.log = log;
  }

  WebHandler handler() {
    return handler;
  }

  Consumer<String> log() {
    return log;
  }

  int active() {
    return active.get();
  }

  void whenIdle(Runnable tell) {
    idle.add(tell);
  }

  /** From now on requests are refused, and those that are answered are interrupted. */
  void end() {
    ending = true;
    hangUps.close();
    threads.forEach(Thread::interrupt);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    active.incrementAndGet();
    threads.add(Thread.currentThread());
    try {
      answer(request, response, callback);
    } finally {
      threads.remove(Thread.currentThread());
      if (active.decrementAndGet() == 0) {
        idle.forEach(Runnable::run);
      }
    }
    return true;
  }

  private void answer(Request request, Response response, Callback callback) {
    JettyExchange exchange;
    try {
      exchange = new JettyExchange(request, response);
    } catch (IllegalArgumentException malformed) {
      Response.writeError(request, response, callback, BAD_REQUEST);
      return;
    }
    exchange.watch(hangUps);
    int status = INTERNAL_ERROR;
    Throwable why;
    try {
      if (ending) {
        throw new InterruptedException("the server ends");
      }
      handler.handle(exchange);
      exchange.finish();
      callback.succeeded();
      return;
    } catch (InterruptedException e) {
      status = UNAVAILABLE;
      why = e;
    } catch (IOException | RuntimeException | Error e) {
      status = statusOf(e);
      why = e;
    } finally {
      exchange.endWatch();
    }
    exchange.liftStalls();
    if (status == INTERNAL_ERROR && !exchange.isBroken()) {
      log.accept(exchange.method() + " " + exchange.path() + ": " + Faults.text(why));
    }
    fail(request, response, callback, status, why);
  }

  /** A body that is malformed in its middle fails whoever reads it, and is no fault of ours. */
  private static int statusOf(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException told && told.getCode() / 100 == BAD_REQUEST / 100) {
        return told.getCode();
      }
    }
    return INTERNAL_ERROR;
  }

  /** An answer that has begun is broken off, so that nobody takes it for whole. */
  private static void fail(
      Request request, Response response, Callback callback, int status, Throwable why) {
    if (response.isCommitted()) {
      callback.failed(why);
    } else {
      response.reset();
      Response.writeError(request, response, callback, status);
    }
  }
}
