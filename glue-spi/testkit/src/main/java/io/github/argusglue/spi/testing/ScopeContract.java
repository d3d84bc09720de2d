package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests of an adapter whose alerts have scopes: the scopes that could not be read are named, and no others. The fake is
 * a {@link PartitionedSystem} whose lists have scopes of their own.
 */
public interface ScopeContract extends AbilityContract {

    /** Opens a problem in each list and returns the scopes of their alerts by list. */
    private Map<String, String> scopesByList() throws Exception {
        PartitionedSystem system = bench().system(PartitionedSystem.class);
        bench().adapter().start();
        Map<String, String> scopes = new LinkedHashMap<>();
        Set<Alert> before = new HashSet<>();
        for (String list : system.lists()) {
            system.openIn(list, "in-" + list);
            Set<Alert> now =
                    new HashSet<>(bench().awaitAlerts(scopes.size() + 1).alerts());
            Alert opened = now.stream()
                    .filter(alert ->
                            before.stream().noneMatch(other -> other.id().equals(alert.id())))
                    .findFirst()
                    .orElseThrow(() -> Rule.ONE_ID_ONE_OCCURRENCE.broken("the alerts of two lists have one id"));
            before.addAll(now);
            String scope = opened.scope()
                    .orElseThrow(() ->
                            Rule.SCOPES.broken("the alert of the list '" + list + "' has no scope: " + opened.id()));
            Rule.SCOPES.check(
                    !scopes.containsValue(scope),
                    "the lists '" + list + "' and others have one scope, '" + scope + "', and can fail separately");
            scopes.put(list, scope);
        }
        return scopes;
    }

    @Test
    default void scopeOfAFailedPartIsUnknown() throws Exception {
        Map<String, String> scopes = scopesByList();
        Map.Entry<String, String> first = scopes.entrySet().iterator().next();
        String failing = first.getKey();
        String scope = first.getValue();
        bench().system(PartitionedSystem.class).injectInto(failing, FakeSystem.Failure.ANSWERS_ERROR);
        Snapshot found = snapshotDuringFailure(failing, scope);
        Rule.SCOPES.check(
                found.partialReason().isEmpty(),
                "only '" + failing + "' fails, and the whole snapshot is partial: nothing else can end");
        Rule.SCOPES.checkEqual(
                Set.of(scope), found.unknownScopes().keySet(), "the unknown scopes while only '" + failing + "' fails");
        Rule.SCOPES.check(
                found.unknownScopes().values().stream().noneMatch(String::isBlank),
                "the scope '" + scope + "' is unknown without a reason");
        Set<String> shown = scopesOf(found);
        shown.add(scope);
        Rule.SCOPES.checkEqual(
                new HashSet<>(scopes.values()), shown, "the scopes of the alerts while only '" + failing + "' fails");
        bench().system().recover();
        Snapshot after = bench().await(
                        "all alerts, as the whole system can be read again",
                        again ->
                                !TestBench.isIncomplete(again) && again.alerts().size() == scopes.size());
        Rule.SCOPES.checkEqual(new HashSet<>(scopes.values()), scopesOf(after), "the scopes after the failure");
    }

    private Snapshot snapshotDuringFailure(String failing, String scope) throws Exception {
        try {
            return bench().await(
                            bench().adapter(),
                            Rule.SCOPES,
                            "the unknown scope '" + scope + "', whose list '" + failing + "' fails",
                            TestBench::isIncomplete);
        } catch (SourceException e) {
            throw Rule.SCOPES.broken("only '" + failing + "' fails, and snapshot() fails altogether", e);
        }
    }

    private static Set<String> scopesOf(Snapshot found) {
        return found.alerts().stream().flatMap(alert -> alert.scope().stream()).collect(Collectors.toSet());
    }

    @Test
    default void scopesAreTheSameInANewAdapter() throws Exception {
        Map<String, String> scopes = scopesByList();
        bench().replaceAdapter();
        bench().adapter().start();
        Rule.SCOPES.checkEqual(
                new HashSet<>(scopes.values()),
                scopesOf(bench().awaitAlerts(scopes.size())),
                "the scopes that a new adapter reports");
    }
}
