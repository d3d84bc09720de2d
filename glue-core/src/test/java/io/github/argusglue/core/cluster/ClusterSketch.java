package io.github.argusglue.core.cluster;

import io.github.argusglue.core.config.OnEngineLoss;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A status of a cluster of {@code a} (this process) and {@code b}, without problems unless the test changes it. */
public final class ClusterSketch {
    public static final Instant SINCE = Instant.parse("2026-11-21T11:00:00Z");

    public @Nullable Instant session = SINCE;
    public OnEngineLoss onEngineLoss = OnEngineLoss.CONTINUE;
    public @Nullable String trouble;
    public final Map<String, MemberInfo> members = new TreeMap<>(Map.of("a", member("1.2.3"), "b", member("1.2.3")));
    public Map<String, String> owners = Map.of("oslo", "a", "bergen", "b");
    public Set<String> owned = Set.of("oslo");
    public List<String> withoutOwner = List.of();
    public List<String> otherConfiguration = List.of();

    public static MemberInfo member(String version) {
        return new MemberInfo(version, "f1", false, List.of());
    }

    public ClusterStatus build() {
        return new ClusterStatus(
                "etcd", "a", session, onEngineLoss, trouble, members, owners, owned, withoutOwner, otherConfiguration);
    }
}
