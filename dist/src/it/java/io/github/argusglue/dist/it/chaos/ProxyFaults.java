package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.FaultRule;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import io.github.argusglue.dist.it.chaos.FaultKind.Beginning;
import java.io.IOException;
import java.time.Duration;

/** What a proxy between two programs can do wrong. */
final class ProxyFaults {
    private ProxyFaults() {}

    static Beginning answers(FaultProxy proxy, String requests, int status, String retryAfter) {
        return random -> {
            FaultRule rule = proxy.answer(Integer.MAX_VALUE, requests, status, retryAfter);
            return rule::withdraw;
        };
    }

    static Beginning fails(FaultProxy proxy, String requests, ProxyFault fault) {
        return random -> {
            FaultRule rule = proxy.fail(Integer.MAX_VALUE, requests, fault);
            return rule::withdraw;
        };
    }

    /** Delays requests and answers by a random time, at most these. */
    static Beginning slow(FaultProxy proxy, int beforeMillis, int afterMillis) {
        return random -> delays(proxy, random.nextInt(beforeMillis + 1), random.nextInt(afterMillis + 1));
    }

    /** Delays requests or answers by more than anybody waits. */
    static Beginning muchTooSlow(FaultProxy proxy, long beforeMillis, long afterMillis) {
        return random -> delays(proxy, beforeMillis, afterMillis);
    }

    private static FaultKind.Ending delays(FaultProxy proxy, long beforeMillis, long afterMillis) {
        FaultRule rule =
                proxy.delay(Integer.MAX_VALUE, ".*", Duration.ofMillis(beforeMillis), Duration.ofMillis(afterMillis));
        return rule::withdraw;
    }

    static Beginning unreachable(FaultProxy proxy) {
        return random -> {
            proxy.down();
            return proxy::up;
        };
    }

    /** Answers so many matching requests with JSON that says, wrongly, that nothing is wrong. */
    static Beginning saysNothing(FaultProxy proxy, Lies lies, int times, String requests, String json) {
        return random -> {
            FaultRule rule = proxy.lie(times, requests, json);
            Runnable over = lies.begin(rule::acted);
            return () -> {
                rule.withdraw();
                over.run();
            };
        };
    }

    static void mend(FaultProxy proxy) throws IOException {
        proxy.clear();
        proxy.up();
        proxy.forgetRequests();
    }
}
