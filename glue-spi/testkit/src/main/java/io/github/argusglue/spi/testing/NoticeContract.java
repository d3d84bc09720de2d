package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that posts notices. The fake is a {@link NotifyingSystem}. */
public interface NoticeContract extends AbilityContract {

    /** Waits until the adapter has posted notices with this many ids; takes snapshots meanwhile. */
    private Set<String> awaitNotices(int count) throws Exception {
        bench().await(
                        bench().adapter(),
                        Rule.NOTICES,
                        count + " posted notices, for as many events",
                        found -> ids().size() >= count);
        return ids();
    }

    private List<Notice> notices() {
        return bench().adapter().context().notices();
    }

    private Set<String> ids() {
        return notices().stream().map(Notice::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    default void eventIsOneNotice() throws Exception {
        NotifyingSystem system = bench().system(NotifyingSystem.class);
        bench().adapter().start();
        bench().awaitNone();
        Instant before = bench().now();
        system.happen("one");
        Set<String> ids = awaitNotices(1);
        for (int i = 0; i < 3; i++) {
            bench().advance(Duration.ofSeconds(61));
            bench().adapter().snapshot();
        }
        Rule.NOTICES.checkEqual(ids, ids(), "the ids of the notices for one event, three snapshots later");
        Notice notice = notices().get(0);
        Rule.TEXT_FOR_PEOPLE.check(
                !notice.description().isBlank(), "the description of the notice '" + notice.id() + "' is blank");
        Rule.TIME_OF_THE_CONTEXT.check(
                !notice.at().isBefore(before.minusSeconds(60)) && !notice.at().isAfter(bench().now()),
                "the notice has the time " + notice.at() + ", and the event happened at about " + before);
        bench().await(
                        bench().adapter(),
                        Rule.NOTICES,
                        "no alert: an event without a state is a notice, and nothing else",
                        found -> found.alerts().isEmpty());
    }

    @Test
    default void twoEventsAreTwoNotices() throws Exception {
        NotifyingSystem system = bench().system(NotifyingSystem.class);
        bench().adapter().start();
        bench().awaitNone();
        system.happen("one");
        awaitNotices(1);
        bench().advance(Duration.ofSeconds(10));
        system.happen("one");
        awaitNotices(2);
    }

    @Test
    default void eventHasTheSameIdInANewAdapter() throws Exception {
        NotifyingSystem system = bench().system(NotifyingSystem.class);
        bench().adapter().start();
        bench().awaitNone();
        system.happen("one");
        Set<String> ids = awaitNotices(1);
        bench().replaceAdapter();
        bench().adapter().start();
        for (int i = 0; i < 3; i++) {
            bench().adapter().snapshot();
            TestBench.letTimePass(Duration.ofMillis(50));
        }
        Rule.NOTICES.check(
                ids.containsAll(ids()),
                "a new adapter posts the same event with other ids, so it is shown twice: first " + ids + ", then "
                        + ids());
    }
}
