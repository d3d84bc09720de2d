package io.github.argusglue.plugin.etcd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Tokens of etcd expire if they are not used: here after a second, by default after five minutes. */
final class ExpiredTokenIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void engineSignsInAgain() throws Exception {
        try (EtcdLab lab = new EtcdLab(1, "ETCD_AUTH=yes", "ETCD_TOKEN_TTL=1");
                EtcdEngine engine = new EtcdEngine(lab.config(EtcdLab.prefix()), TIMEOUT, () -> {})) {
            String session = engine.open("one", "", Duration.ofSeconds(60));
            awaitExpiry(lab, 1);
            engine.renew(session);
            awaitExpiry(lab, 2);
            assertTrue(engine.claim(session, "oslo"));
        }
    }

    /** etcd notes each token that it deletes. */
    private static void awaitExpiry(EtcdLab lab, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (expired(lab) < count) {
            assertTrue(System.nanoTime() - deadline < 0, "no token expires");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static long expired(EtcdLab lab) {
        return lab.log(1)
                .lines()
                .filter(line -> line.contains("deleted a simple token"))
                .count();
    }
}
