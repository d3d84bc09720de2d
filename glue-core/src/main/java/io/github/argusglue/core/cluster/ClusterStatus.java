package io.github.argusglue.core.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this process sees it.
 *
 * @param engine type of the engine
 * @param member name of this process
 * @param session since when this process has its session; null if it has none
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
        @Nullable String trouble,
        Map<String, MemberInfo> members,
        Map<String, String> owners,
        Set<String> owned,
        List<String> withoutOwner,
        List<String> otherConfiguration) {}
