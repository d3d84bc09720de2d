package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a picture of Zino's cases. All of them are read at the beginning, every {@code resync} and after any doubt;
 * between that only those which Zino has announced a change of, and when there are none it is at least asked whether it
 * is there: a frozen Zino keeps its connections.
 */
final class ZinoAdapter implements SourceAdapter, Talk {
    /**
     * Looks at one source in one go before it counts as failed: texts that confuse us are found out one look a batch.
     */
    private static final int LOOKS = 20;

    /** Who closed a case is looked up for this many a snapshot. */
    private static final int CLOSINGS_EXPLAINED = 50;

    private final ZinoConfig config;
    private final SourceContext context;
    private final Dirty dirty = new Dirty();
    private final Link link;
    private final CaseBook book;
    private final Missing missing = new Missing();
    private final SavedLosses losses;
    private final Set<Long> unreadable = new TreeSet<>();
    private @Nullable Instant allReadAt;
    private int explained;
    private volatile Health health = Health.ok();

    ZinoAdapter(ZinoConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.link = new Link(config, context, dirty);
        this.book = new CaseBook(config.selection(), config.presentation(), config.server());
        this.losses = new SavedLosses(context.state());
    }

    @Override
    public void start() throws SourceException {
        book.restore(losses.load());
        link.connect();
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        explained = 0;
        perform(() -> {
            look();
            return true;
        });
        Snapshot snapshot = book.snapshot(unreadable, now());
        losses.save(book.losses());
        report();
        return snapshot;
    }

    /** Something that may be done again from the beginning. */
    private interface Attempt<T> {
        T make() throws SourceException, ConfusedException, InterruptedException;
    }

    /**
     * Does something, on a new connection if the one we had has ended meanwhile: a restarted Zino is no failure. Not so
     * if Zino just does not answer.
     */
    private <T> T perform(Attempt<T> attempt) throws SourceException, InterruptedException {
        ConfusedException confusion = new ConfusedException("nothing was tried");
        for (int look = 0; look < LOOKS; look++) {
            boolean stale = link.isConnected();
            try {
                return attempt.make();
            } catch (ConfusedException e) {
                confusion = e;
            } catch (SourceException e) {
                boolean dropped = e.kind() == SourceException.Kind.UNREACHABLE
                        && !(e.getCause() instanceof SocketTimeoutException);
                if (!stale || !dropped) {
                    throw e;
                }
            }
        }
        throw SourceException.badAnswer(
                config.address() + ": " + confusion.getMessage() + ", on new connections, too: is that Zino 2?",
                confusion);
    }

    @Override
    public <T> T with(Link.Work<T> work) throws SourceException, InterruptedException {
        return perform(() -> {
            if (link.connect()) {
                allReadAt = null;
            }
            return link.use(work);
        });
    }

    @Override
    public <T> T once(Link.Work<T> work) throws SourceException, InterruptedException {
        try {
            if (link.connect()) {
                allReadAt = null;
            }
            return link.use(work);
        } catch (ConfusedException e) {
            throw SourceException.badAnswer(config.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isCase(AlertId id, ZinoCase seen) {
        return book.idOf(seen).equals(id);
    }

    /** Connects if that is needed, and brings the picture up to date. */
    private void look() throws SourceException, ConfusedException, InterruptedException {
        if (link.connect() || isResyncDue()) {
            allReadAt = null;
        }
        Map<Long, Boolean> announced = dirty.take();
        if (allReadAt == null) {
            Instant begin = now();
            Set<Long> numbers = new TreeSet<>(link.use(Session::cases));
            numbers.addAll(book.numbers());
            take(link.read(numbers), announced);
            allReadAt = begin;
        } else if (announced.isEmpty()) {
            link.use(Session::version);
        } else {
            take(link.read(announced.keySet()), announced);
        }
        askForMissing();
    }

    private void askForMissing() throws SourceException, ConfusedException, InterruptedException {
        Set<Long> numbers = missing.numbers();
        if (!numbers.isEmpty()) {
            long highest =
                    book.numbers().stream().mapToLong(Long::longValue).max().orElse(0);
            missing.judge(link.read(numbers), highest).forEach(alert -> book.lose(alert, now()));
        }
    }

    private boolean isResyncDue() {
        Instant last = allReadAt;
        return last == null || Duration.between(last, now()).abs().compareTo(config.resync()) >= 0;
    }

    private void take(Attributes read, Map<Long, Boolean> announced)
            throws SourceException, ConfusedException, InterruptedException {
        Instant now = now();
        for (ZinoCase seen : read.found().values()) {
            if (!seen.isClosed()) {
                boolean sameCase = book.isOpenedAnew(seen) && wasReset(seen);
                book.take(seen, announced.getOrDefault(seen.number(), false), sameCase, now);
            } else if (book.get(seen.number()).isPresent()) {
                book.close(seen, whoClosed(seen), now);
            }
        }
        read.unknown().forEach(number -> book.vanish(number, now));
        unreadable.removeAll(read.found().keySet());
        unreadable.removeAll(read.unknown());
        unreadable.addAll(read.failed());
    }

    /** Setting a case to {@code embryonic} moves its time of opening; it is the same case nevertheless. */
    private boolean wasReset(ZinoCase seen) throws SourceException, ConfusedException, InterruptedException {
        return history(seen.number()).stream()
                .anyMatch(line -> !line.at().isBefore(seen.opened().minusSeconds(2))
                        && line.change()
                                .filter(change -> change.to().equals("embryonic"))
                                .isPresent());
    }

    private String whoClosed(ZinoCase seen) throws SourceException, ConfusedException, InterruptedException {
        if (++explained > CLOSINGS_EXPLAINED) {
            return "closed in Zino";
        }
        List<HistoryLine> lines = history(seen.number());
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<HistoryLine.Change> change = lines.get(i).change();
            if (change.isPresent() && change.get().to().equals(ZinoCase.CLOSED)) {
                return "closed in Zino by " + change.get().user();
            }
        }
        return "closed in Zino";
    }

    private List<HistoryLine> history(long number) throws SourceException, ConfusedException, InterruptedException {
        return link.use(session -> {
            Reply reply = session.ask("GETHIST " + number);
            return HistoryLine.parse(reply.code() == Reply.HISTORY ? reply.body() : List.of());
        });
    }

    private Instant now() {
        return context.clock().instant();
    }

    private void report() {
        List<String> problems = new ArrayList<>();
        String channel = link.channelProblem();
        if (channel != null) {
            problems.add(channel);
        }
        if (book.lostCases() > 0) {
            problems.add(book.lostCases() + " cases have vanished from Zino without having been closed: was its state"
                    + " lost? Their incidents stay open for 'hold_lost'; close in Argus what is over");
        }
        if (!unreadable.isEmpty()) {
            problems.add("Zino fails to show its cases " + unreadable + ", see its log; nothing is closed meanwhile");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        Optional<Predecessor> predecessor = Predecessor.of(incident);
        return predecessor.isPresent()
                ? predecessor.map(this::adopt)
                : Sibling.of(incident).flatMap(this::adopt);
    }

    /** One whose case is gone, or is another one by now, gets a name that nothing has: it is over, or was lost. */
    private AlertId adopt(Predecessor made) {
        return book.recognise(made).orElseGet(() -> {
            missing.take(new Missing.Gone(made.id(), made.number(), seen -> book.isAbout(made, seen), made.incident()));
            return made.id();
        });
    }

    private Optional<AlertId> adopt(Sibling made) {
        Optional<AlertId> known = book.recognise(made, now());
        if (known.isEmpty() && made.server().equals(config.server()) && !book.hasReported(made.id())) {
            CaseIds.number(made.id())
                    .ifPresent(number -> missing.take(new Missing.Gone(
                            made.id(), number, seen -> Sibling.subject(seen).equals(made.subject()), made.incident())));
        }
        return known;
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.writing().kinds().isEmpty()
                ? Optional.empty()
                : Optional.of(new ZinoFeedback(config.writing(), config.user(), this));
    }

    @Override
    public Optional<HistorySource> history() {
        Writing.History wanted = config.writing().history();
        return wanted == Writing.History.NONE
                ? Optional.empty()
                : Optional.of(new ZinoHistory(wanted, config.user(), this));
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        link.close();
    }
}
