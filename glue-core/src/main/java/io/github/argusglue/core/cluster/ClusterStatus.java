package io.github.argusglue.core.cluster;

import io.github.argusglue.core.config.OnEngineLoss;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this process sees it.
 *
 * @param engine type of the engine
 * @param member name of this process
 * @param session since when this process has its session; null if it has none
 * @param onEngineLoss what this process does while the engine cannot be reached
 * @param trouble what is wrong with the engine or the session; null if nothing is
 * @param members all members by name, as of the last answer of the engine
 * @param owners owner of each source, as of the last answer of the engine
 * @param owned sources that this process may write for now
 * @param withoutOwner sources that nobody has owned for longer than a session lasts
 * @param otherConfiguration members whose sources are not the same as ours
 */
public record ClusterStatus(
        String engine,
        String member,
        @Nullable Instant session,
        OnEngineLoss onEngineLoss,
        @Nullable String trouble,
        Map<String, MemberInfo> members,
        Map<String, String> owners,
        Set<String> owned,
        List<String> withoutOwner,
        List<String> otherConfiguration) {

    /** Returns the member that owns a source as far as this process knows; empty if it knows of none. */
    public Optional<String> owner(String source) {
        if (owned.contains(source)) {
            return Optional.of(member);
        }
        // The last answer is too old if it names this process, which has stopped since.
        return Optional.ofNullable(owners.get(source)).filter(owner -> trouble == null || !owner.equals(member));
    }
}
