package io.github.argusglue.dist.it.chaos;

import static io.github.argusglue.dist.it.chaos.ProxyFaults.answers;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.fails;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.muchTooSlow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.slow;
import static io.github.argusglue.dist.it.chaos.ProxyFaults.unreachable;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import java.util.List;

/** The faults of Argus and of the way to it. */
final class ArgusFaults {
    private static final String WRITES = "(POST|PATCH|PUT|DELETE) .*";

    private ArgusFaults() {}

    static List<FaultKind> of(ChaosLab lab) {
        FaultProxy way = lab.toArgus();
        return List.of(
                new FaultKind("ARGUS_ANSWERS_503", 4, 3_000, answers(way, ".*", 503, "")),
                new FaultKind("ARGUS_ANSWERS_502_TO_WRITES", 3, 3_000, answers(way, WRITES, 502, "")),
                new FaultKind("ARGUS_ANSWERS_429", 2, 2_000, answers(way, ".*", 429, "1")),
                new FaultKind("ARGUS_ANSWERS_401", 2, 3_000, answers(way, ".*", 401, "")),
                new FaultKind("ARGUS_ANSWERS_403", 2, 3_000, answers(way, WRITES, 403, "")),
                new FaultKind("ARGUS_NEVER_GETS_WRITES", 4, 3_000, fails(way, WRITES, ProxyFault.CUT_BEFORE)),
                new FaultKind("ARGUS_ANSWERS_ARE_LOST", 6, 3_000, fails(way, ".*", ProxyFault.DROP_ANSWER)),
                new FaultKind("ARGUS_ANSWERS_TO_WRITES_ARE_LOST", 6, 5_000, fails(way, WRITES, ProxyFault.DROP_ANSWER)),
                new FaultKind("ARGUS_ANSWERS_ARE_CUT", 3, 3_000, fails(way, ".*", ProxyFault.HALF_ANSWER)),
                new FaultKind("ARGUS_ANSWERS_ARE_GARBLED", 5, 3_000, fails(way, WRITES, ProxyFault.GARBLED)),
                new FaultKind("ARGUS_ANSWERS_ARE_PAGES", 5, 3_000, fails(way, WRITES, ProxyFault.PAGE)),
                new FaultKind("ARGUS_IS_SLOW", 3, 3_000, slow(way, 1_500, 1_500)),
                new FaultKind("ARGUS_IS_MUCH_TOO_SLOW", 1, 3_000, muchTooSlow(way, 20_000, 0)),
                new FaultKind("ARGUS_ANSWERS_MUCH_TOO_LATE", 1, 3_000, muchTooSlow(way, 0, 20_000)),
                new FaultKind("ARGUS_IS_UNREACHABLE", 3, 3_000, unreachable(way)),
                new FaultKind("ARGUS_WEB_KILLED", 2, 500, random -> {
                    lab.argus().killWeb();
                    return () -> lab.argus().up();
                }),
                new FaultKind("ARGUS_DATABASE_KILLED", 2, 1_500, random -> lab.killDatabase()),
                new FaultKind("ARGUS_RESTORED", 2, 4_000, random -> lab.restoreLater()),
                new FaultKind("TOKEN_OF_ANOTHER", 2, 4_000, random -> lab.useTokenOfAnother()));
    }
}
