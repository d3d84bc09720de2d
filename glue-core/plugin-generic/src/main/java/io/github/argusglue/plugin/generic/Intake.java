package io.github.argusglue.plugin.generic;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.generic.input.DocumentSink;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.mapping.MappingResult;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.plugin.generic.table.AlertTable;
import io.github.argusglue.plugin.generic.table.MessageStore;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes documents, through the mapping, into the table, after what the source could not say again is on disk. Safe for
 * use by several threads.
 */
final class Intake implements DocumentSink {
    private static final Logger log = LoggerFactory.getLogger("mapping");

    private final Mapping mapping;
    private final SourceContext context;
    private final MessageStore store;
    private final AlertTable table;
    private Instant heardAt = Instant.MIN;

    /** What the last reading, or the last list of each scope, has and was made no alert. */
    private final Map<String, LeftOut> leftOut = new TreeMap<>();

    private volatile Health health = Health.ok();

    /**
     * Creates one. Does no I/O.
     *
     * @param numbersReopen whether a numbered alert that was closed is open again if a later message says so
     */
    Intake(Mapping mapping, boolean numbersReopen, SourceContext context) {
        this.mapping = mapping;
        this.table = new AlertTable(numbersReopen);
        this.context = context;
        this.store = new MessageStore(context.state());
    }

    /**
     * Takes what earlier adapters of the source stored. A notice may not have reached Argus before the process ended.
     */
    synchronized void load() {
        store.load().forEach(table::apply);
        if (store.isDamaged()) {
            table.forgetPictures();
        }
        table.forget(context.clock().instant());
        table.notices().forEach(happened -> context.post(happened.notice()));
    }

    @Override
    public void take(List<Document> documents) throws RefusedException {
        take(documents, message -> !(message instanceof Message.Alive), this::leftOutOfLists);
        context.requestSnapshot();
    }

    /** Takes all messages of what was read for a snapshot, or none. Complete pictures are read again, so not stored. */
    void read(List<Document> documents) throws RefusedException {
        take(
                documents,
                message -> !(message instanceof Message.Alive)
                        && !(message instanceof Message.Picture picture && picture.complete()),
                this::leftOutOfReading);
    }

    /** Events come and go: only of a list of open alerts is it known for how long something is left out. */
    private void leftOutOfLists(List<Mapped> mapped) {
        for (Mapped one : mapped) {
            for (Message message : one.messages()) {
                if (message instanceof Message.Picture picture) {
                    leftOut.put(picture.scope() == null ? "" : picture.scope(), one.leftOut());
                }
            }
        }
        leftOut.values().removeIf(LeftOut.nothing()::equals);
    }

    private void leftOutOfReading(List<Mapped> mapped) {
        LeftOut.Builder all = LeftOut.builder();
        mapped.forEach(one -> all.addAll(one.leftOut()));
        leftOut.put("", all.build());
    }

    /** Returns what the last reading, or the last lists, have and was made no alert. */
    synchronized LeftOut leftOut() {
        LeftOut.Builder all = LeftOut.builder();
        leftOut.values().forEach(all::addAll);
        return all.build();
    }

    /** What was made of a document. */
    private record Mapped(List<Message> messages, LeftOut leftOut) {}

    private void take(List<Document> documents, Predicate<Message> isStored, Consumer<List<Mapped>> leaveOut)
            throws RefusedException {
        List<Message> messages = new ArrayList<>();
        List<Mapped> all = new ArrayList<>();
        for (Document document : documents) {
            Mapped mapped = map(document);
            all.add(mapped);
            messages.addAll(mapped.messages());
        }
        synchronized (this) {
            store(messages.stream().filter(isStored).toList());
            for (Message message : messages) {
                table.apply(message);
                if (message instanceof Message.Happened happened) {
                    context.post(happened.notice());
                }
            }
            leaveOut.accept(all);
            documents.forEach(document -> heardAt = AlertTable.later(heardAt, document.received()));
        }
    }

    private void store(List<Message> messages) throws RefusedException {
        if (messages.isEmpty()) {
            return;
        }
        try {
            store.add(messages, () -> {
                table.forget(context.clock().instant());
                AlertTable after = table.copy();
                messages.forEach(after::apply);
                return after;
            });
            health = Health.ok();
        } catch (RefusedException e) {
            health = Health.degraded(e.getMessage());
            throw e;
        }
    }

    /** Returns the messages of a document, as the mapping translates it. */
    List<Message> messages(Document document) throws RefusedException {
        return map(document).messages();
    }

    private Mapped map(Document document) throws RefusedException {
        try {
            List<Message> messages = new ArrayList<>();
            MappingResult mapped = mapping.apply(document);
            mapped.trace().forEach(line -> log.debug("{}: {}", document.origin(), line));
            for (JsonNode json : mapped.messages()) {
                messages.addAll(MessageReader.read(json, document.received()));
            }
            return new Mapped(messages, mapped.leftOut());
        } catch (RefusedException e) {
            throw e.from(document.origin());
        }
    }

    /** Returns when the latest document arrived, or was written; {@link Instant#MIN} if none came so far. */
    synchronized Instant heardAt() {
        return heardAt;
    }

    /** Returns what a function makes of the table. */
    synchronized <T> T see(Function<AlertTable, T> reader) {
        return reader.apply(table);
    }

    /** Returns whether the last messages could be stored. */
    Health health() {
        return health;
    }
}
