package io.github.argusglue.plugin.generic.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.testing.TestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Generated messages: whatever their order, and however often they come, they mean the same. */
final class AlertTablePropertyTest {
    private static final int MESSAGES = 40;

    @RepeatedTest(300)
    void anyOrderAndDoublesGiveWhatTheModelSays(RepetitionInfo round) throws Exception {
        long seed = round.getCurrentRepetition();
        List<Message> messages = new RandomMessages(seed).list(MESSAGES);
        SortedMap<String, String> expected = new TableModel(reopen(seed), messages).open(RandomMessages.END);
        AlertTable inOrder = table(seed, messages);
        assertEquals(expected, open(inOrder), "seed " + seed);

        List<Message> shuffled = new ArrayList<>(messages);
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES / 2; i++) {
            shuffled.add(messages.get(random.nextInt(MESSAGES)));
        }
        Collections.shuffle(shuffled, random);
        AlertTable other = table(seed, shuffled);
        assertEquals(expected, open(other), "shuffled, seed " + seed);
        assertEquals(snapshot(inOrder), snapshot(other), "shuffled, seed " + seed);
        assertEquals(messages(inOrder), messages(other), "shuffled, seed " + seed);
    }

    /** The process is killed between two writes; what was answered with 200 counts, and what was not is sent again. */
    @RepeatedTest(200)
    void nothingThatWasTakenIsLostByAKill(RepetitionInfo round) throws Exception {
        long seed = round.getCurrentRepetition();
        Random random = new Random(seed);
        List<Message> messages = new RandomMessages(seed).list(MESSAGES * 3);
        TestState disk = new TestState();
        AlertTable table = new AlertTable(reopen(seed));
        KillableState state = new KillableState(disk, random);
        MessageStore store = new MessageStore(state, 600, 900);
        for (int i = 0; i < messages.size(); ) {
            Message message = messages.get(i);
            try {
                AlertTable before = table;
                store.add(List.of(message), () -> with(before, message));
                table.apply(message);
                i++;
            } catch (KillableState.Killed e) {
                state = new KillableState(disk, random);
                store = new MessageStore(state, 600, 900);
                table = table(seed, store.load());
                assertTrue(!store.isDamaged(), "damaged, seed " + seed);
            }
        }
        AlertTable read = table(seed, new MessageStore(disk).load());
        assertEquals(new TableModel(reopen(seed), messages).open(RandomMessages.END), open(read), "seed " + seed);
        assertEquals(snapshot(table(seed, messages)), snapshot(read), "seed " + seed);
    }

    private static AlertTable with(AlertTable table, Message message) {
        AlertTable copy = table.copy();
        copy.apply(message);
        return copy;
    }

    private static boolean reopen(long seed) {
        return seed % 2 == 0;
    }

    private static AlertTable table(long seed, List<Message> messages) {
        AlertTable table = new AlertTable(reopen(seed));
        messages.forEach(table::apply);
        return table;
    }

    private static SortedMap<String, String> open(AlertTable table) {
        SortedMap<String, String> open = new TreeMap<>();
        Set<String> shown = new TreeSet<>();
        shown.addAll(snapshot(table).alerts());
        for (TableEntry entry : table.entries()) {
            Alert alert = entry.shown();
            if (alert != null && shown.contains(alert.toString() + alert.scope())) {
                open.put(
                        entry.name().toString(),
                        alert.startedAt() + " "
                                + Objects.requireNonNull(entry.alert()).json());
            }
        }
        return open;
    }

    /** What a snapshot says, in no order. */
    private record Said(Set<String> alerts, Set<String> endings, Optional<String> partial) {}

    private static Said snapshot(AlertTable table) {
        Snapshot snapshot =
                new TableSnapshot(null, Instant.EPOCH).of(table, RandomMessages.END, null, Optional.empty());
        Set<String> alerts = new TreeSet<>();
        snapshot.alerts().forEach(alert -> alerts.add(alert.toString() + alert.scope()));
        Set<String> endings = new TreeSet<>();
        snapshot.endings().forEach(ending -> endings.add(ending.toString()));
        return new Said(alerts, endings, snapshot.partialReason());
    }

    private static Set<String> messages(AlertTable table) {
        Set<String> messages = new TreeSet<>();
        table.forEachMessage(message -> messages.add(message.json()));
        return messages;
    }
}
