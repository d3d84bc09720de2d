package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.DocumentSource;
import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.plugin.generic.input.StandardInput;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.mapping.MappingConfig;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.plugin.generic.table.TableSnapshot;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the alerts that it was told of, in messages that arrive or in documents that it reads. */
final class GenericAdapter implements SourceAdapter {
    private static final Logger log = LoggerFactory.getLogger("generic");

    private final SourceContext context;
    private final Intake intake;
    private final DeadMan deadMan;
    private final TableSnapshot snapshots;
    private final boolean startsAreStable;
    private final InputConfig input;
    /** What is read for each snapshot; null if documents arrive by themselves. */
    private final @Nullable DocumentSource source;
    /** What was read last. */
    private @Nullable List<Document> lastRead;

    private volatile @Nullable StandardInput stream;

    GenericAdapter(GenericConfig config, SourceContext context) {
        this.context = context;
        this.input = config.input();
        this.source = input.source(config.translation(), config.ttl().orElse(null), context);
        Instant now = context.clock().instant();
        this.intake = new Intake(
                input.folder().isPresent() ? Mapping.NONE : config.translation(), config.reopenIds(), context);
        this.startsAreStable =
                config.mapping().map(MappingConfig::startsAreStable).orElse(true);
        this.deadMan = new DeadMan(config.deadMan().orElse(null), now);
        this.snapshots = new TableSnapshot(config.ttl().orElse(null), now);
    }

    @Override
    public void start() throws SourceException {
        intake.load();
        if (input.isPost()) {
            context.answerWebhooks(new WebhookIntake(context.clock(), intake));
        }
        if (input.stdin()) {
            listen();
        }
    }

    /** Begins to read standard input, unless that would take it from the adapter that keeps Argus in step. */
    private void listen() throws SourceException {
        if (context.state().discardsChanges()) {
            log.info("standard input is not read by a preview or try. To try a document, use 'file'");
            return;
        }
        StandardInput opened = new StandardInput(StandardInput.open(), intake, context);
        stream = opened;
        opened.start();
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        if (source != null) {
            read(source);
        }
        Instant now = context.clock().instant();
        Instant heardAt = intake.heardAt();
        Snapshot snapshot = intake.see(table -> {
            table.forget(now);
            return snapshots.of(table, now, deadMan.holdReason(heardAt, now).orElse(null), deadMan.alert(heardAt, now));
        });
        LeftOut.Builder leftOut = LeftOut.builder().addAll(snapshot.leftOut()).addAll(intake.leftOut());
        if (source != null) {
            leftOut.addAll(source.leftOut());
        }
        snapshot = snapshot.withLeftOut(leftOut.build());
        Map<String, String> unreadable = source == null ? Map.of() : source.unreadable();
        for (Map.Entry<String, String> scope : unreadable.entrySet()) {
            snapshot = snapshot.except(scope.getKey(), scope.getValue());
        }
        return snapshot;
    }

    private void read(DocumentSource from) throws SourceException, InterruptedException {
        List<Document> documents = from.read();
        if (isRead(documents)) {
            return;
        }
        try {
            intake.read(documents);
            lastRead = documents;
        } catch (RefusedException e) {
            throw e.kind() == RefusedException.Kind.INVALID
                    ? SourceException.badAnswer(e.getMessage(), e)
                    : SourceException.unreachable(e.getMessage(), e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a source returns the same list if nothing has changed
    private boolean isRead(List<Document> documents) {
        return documents == lastRead;
    }

    /** The format says that a start is when the occurrence began. Other programs may not send one. */
    @Override
    public boolean startsAreStable() {
        return startsAreStable;
    }

    @Override
    public Health health() {
        StandardInput open = stream;
        Health ofStream = open == null ? Health.ok() : open.health();
        return ofStream.problem().isPresent() ? ofStream : intake.health();
    }

    @Override
    public void close() {
        StandardInput open = stream;
        if (open != null) {
            open.close();
        }
        if (source != null) {
            source.close();
        }
    }
}
