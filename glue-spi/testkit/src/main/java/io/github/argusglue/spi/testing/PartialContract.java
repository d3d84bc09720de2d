package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter that returns partial snapshots: what can be read is there, what is missing is said, and the
 * snapshot is complete again afterwards. The fake is a {@link PartitionedSystem} or an {@link UnreadableSystem}.
 */
public interface PartialContract extends AbilityContract {

    @Test
    default void partialSnapshotHasWhatCanBeRead() throws Exception {
        bench().adapter().start();
        if (bench().system() instanceof PartitionedSystem system) {
            List<String> lists = system.lists();
            for (String list : lists) {
                system.openIn(list, "in-" + list);
            }
            bench().awaitAlerts(lists.size());
            system.injectInto(lists.get(0), FakeSystem.Failure.ANSWERS_ERROR);
            checkPartial(lists.size() - 1);
            system.recover();
            awaitComplete(lists.size());
        } else {
            UnreadableSystem system = bench().system(UnreadableSystem.class);
            system.open("one");
            system.open("two");
            bench().awaitAlerts(2);
            system.makeUnreadable("one");
            checkPartial(1);
            system.recover();
            awaitComplete(2);
        }
    }

    private void checkPartial(int atLeast) throws Exception {
        Snapshot found;
        try {
            found = bench().await(
                            bench().adapter(),
                            Rule.TEST_IS_COMPLETE,
                            "a reason to be partial; do not implement PartialContract if there is none",
                            TestBench::isIncomplete);
        } catch (SourceException e) {
            throw Rule.TEST_IS_COMPLETE.broken(
                    "a part of the system cannot be read, and snapshot() fails altogether: do not implement"
                            + " PartialContract if that is meant",
                    e);
        }
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                found.alerts().size() >= atLeast,
                "the partial snapshot lacks what could be read: " + TestBench.shown(found));
    }

    private void awaitComplete(int alerts) throws Exception {
        bench().await(
                        "all alerts, as the whole system can be read again",
                        found ->
                                !TestBench.isIncomplete(found) && found.alerts().size() == alerts);
    }
}
