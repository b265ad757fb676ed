package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** What went wrong with the store, in words for whoever can do something about it. */
final class StoreFailures {
  /** Of an extended code, what kind it is of. */
  private static final int PRIMARY = 0xff;

  private final Path database;

  StoreFailures(Path database) {
    this.database = database;
  }

  FailureException of(String what, Exception e) {
    return new FailureException(failure(what, e), e);
  }

  private Failure failure(String what, Exception e) {
    return switch (e) {
      case FailureException told -> told.failure();
      case SQLiteException sql -> failure(what, sql.getResultCode());
      case IOException io ->
          OsReason.isDiskFull(io) ? full(what, OsReason.of(io)) : unreadable(what, OsReason.of(io));
      default -> // exceptions are no closed set
          unreadable(what, String.valueOf(e.getMessage()));
    };
  }

  private Failure failure(String what, SQLiteErrorCode code) {
    String reason = code.message;
    int kind = code.code & PRIMARY;
    if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
      return full(what, reason);
    }
    if (kind == SQLiteErrorCode.SQLITE_CORRUPT.code || kind == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return damaged(what + ": " + database + " is damaged (" + reason + ")");
    }
    return unreadable(what, reason);
  }

  Failure damaged(String message) {
    Path folder = database.resolveSibling(".").normalize();
    return Failure.of(FailureCode.STORE_UNREADABLE, message)
        .withHelp(
            "`waybill agent stop --force`, then `mv "
                + folder
                + " "
                + folder
                + ".damaged`: the next command begins a new one; the records of earlier runs are"
                + " lost to it");
  }

  private Failure full(String what, String reason) {
    return Failure.of(FailureCode.DISK_FULL, what + ": " + reason)
        .withHelp("make room where " + database + " lies");
  }

  private Failure unreadable(String what, String reason) {
    return Failure.of(FailureCode.STORE_UNREADABLE, what + ": " + reason)
        .withHelp("look at " + database + " and at the disk it is on");
  }

  /** For code that may only throw what its caller expects. */
  static boolean isConstraint(SQLException e) {
    return e instanceof SQLiteException sql
        && (sql.getResultCode().code & PRIMARY) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }
}
