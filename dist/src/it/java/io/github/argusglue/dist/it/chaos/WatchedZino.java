package io.github.argusglue.dist.it.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A real Zino behind relays. */
final class WatchedZino implements WatchedSystem {
    private final ZinoCases cases = ZinoCases.start();
    private final TcpRelay way = TcpRelay.start(cases.zino().address());
    private final TcpRelay notifications = TcpRelay.start(cases.zino().notifyAddress());

    WatchedZino() throws IOException {}

    @Override
    public String name() {
        return "zino";
    }

    @Override
    public String configuration() {
        return """
                interval = "1s"
                timeout = "2s"
                resync = "10s"
                %s
                """.formatted(cases.zino().configuration("127.0.0.1", "" + way.port(), "" + notifications.port()));
    }

    @Override
    public Map<String, Burning> truth() {
        return cases.truth();
    }

    @Override
    public People.Reach people() {
        return People.Reach.INTO_THE_SOURCE;
    }

    @Override
    public void step(Random random, People people) {
        cases.step(random);
    }

    @Override
    public void look() {
        cases.look();
    }

    @Override
    public List<FaultKind> faults() {
        return List.of(
                new FaultKind("ZINO_IS_CUT", 3, 3_000, random -> {
                    way.cut();
                    notifications.cut();
                    return this::mendWays;
                }),
                new FaultKind("ZINO_NOTIFICATIONS_ARE_CUT", 1, 5_000, random -> {
                    notifications.cut();
                    return notifications::mend;
                }),
                new FaultKind("ZINO_IS_SILENT", 3, 5_000, random -> {
                    way.silence();
                    notifications.silence();
                    return this::mendWays;
                }),
                new FaultKind("ZINO_FROZEN", 2, 4_000, random -> {
                    cases.zino().freeze();
                    return () -> cases.zino().thaw();
                }));
    }

    private void mendWays() {
        way.mend();
        notifications.mend();
    }

    @Override
    public void mend() {
        mendWays();
        cases.zino().thaw();
    }

    @Override
    public void close() throws IOException {
        cases.close();
        way.close();
        notifications.close();
    }
}
