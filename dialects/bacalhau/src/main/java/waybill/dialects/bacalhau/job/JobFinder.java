package waybill.dialects.bacalhau.job;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.job.Jobs.Page;
import waybill.dialects.bacalhau.job.Jobs.Query;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerQuery;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Reads jobs from the ledger: what is durable, and only that. For any number of threads. */
final class JobFinder {
  private static final String ID_BEGINS = "j-";

  /** Entries that are read at a time when labels are looked for. */
  private static final int AT_A_TIME = 100;

  private final Ledger ledger;
  private final JobEntries entries;

  JobFinder(Ledger ledger, JobEntries entries) {
    this.ledger = ledger;
    this.entries = entries;
  }

  /** The latest version of the job of that name. */
  Optional<Job> named(String namespace, String name) {
    return ledger.named(JobEntries.KIND, namespace, name).map(entries::job);
  }

  /** The latest version of what somebody calls so: names come before ids. */
  Job latest(JobName name) {
    Optional<Job> named = named(name.namespace(), name.text());
    return named.isPresent() ? named.get() : byId(name.text());
  }

  private Job byId(String id) {
    if (!id.startsWith(ID_BEGINS)) {
      throw JobFailures.notFound(id);
    }
    List<String> ids = ledger.ids(JobEntries.KIND, id, 2);
    if (ids.isEmpty()) {
      throw JobFailures.notFound(id);
    }
    if (ids.size() > 1 && !ids.getFirst().equals(id)) {
      throw JobFailures.severalFound(id);
    }
    return find(ids.getFirst(), OptionalInt.empty()).orElseThrow(() -> JobFailures.notFound(id));
  }

  Optional<Job> find(String id, OptionalInt version) {
    return ledger.find(JobEntries.KIND, id, version).map(entries::job);
  }

  Job version(JobName name, int version) {
    Job latest = latest(name);
    return find(latest.id(), OptionalInt.of(version))
        .orElseThrow(() -> JobFailures.noVersion(latest, version));
  }

  List<Job> versions(JobName name) {
    return ledger.versions(JobEntries.KIND, latest(name).id()).stream().map(entries::job).toList();
  }

  Page list(Query query) {
    var jobs = new ArrayList<Job>();
    Optional<LedgerQuery.Mark> after = query.after().map(JobFinder::mark);
    LedgerQuery.Order order =
        query.byModification() ? LedgerQuery.Order.MODIFIED : LedgerQuery.Order.CREATED;
    while (true) {
      List<LedgerEntry> page =
          ledger.list(
              new LedgerQuery(
                  JobEntries.KIND,
                  query.namespace(),
                  order,
                  query.newestFirst(),
                  after,
                  AT_A_TIME));
      for (LedgerEntry entry : page) {
        Job job = entries.job(entry);
        if (query.labels().stream().allMatch(c -> Machine.meets(job.spec().labels(), c))) {
          if (jobs.size() == query.limit()) {
            return new Page(jobs, after.map(JobFinder::token));
          }
          jobs.add(job);
        }
        after =
            Optional.of(
                new LedgerQuery.Mark(
                    query.byModification() ? entry.modified() : entry.created(), entry.id()));
      }
      if (page.size() < AT_A_TIME) {
        return new Page(jobs, Optional.empty());
      }
    }
  }

  private static String token(LedgerQuery.Mark mark) {
    return mark.at() + "/" + mark.id();
  }

  private static LedgerQuery.Mark mark(String token) {
    int slash = token.indexOf('/');
    try {
      if (slash > 0) {
        return new LedgerQuery.Mark(
            Instant.parse(token.substring(0, slash)), token.substring(slash + 1));
      }
    } catch (DateTimeException noTime) {
      // told below, as anything else that was not made by token()
    }
    throw Failure.of(FailureCode.COMMAND_LINE, "`" + token + "` is no token of an earlier page")
        .asException();
  }
}
