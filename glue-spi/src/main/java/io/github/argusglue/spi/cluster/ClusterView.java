package io.github.argusglue.spi.cluster;

import io.github.argusglue.spi.Unstable;
import java.util.Map;

/**
 * Who is there, and who owns what.
 *
 * @param members open sessions, by name of the member
 * @param owners name of the member that owns a source, by source; a source that is free is absent
 */
@Unstable
public record ClusterView(Map<String, Member> members, Map<String, String> owners) {

    /** Copies the maps. */
    public ClusterView {
        members = Map.copyOf(members);
        owners = Map.copyOf(owners);
    }

    /**
     * A process with an open session.
     *
     * @param session identifier of its session
     * @param info its text, as given to {@link ClusterEngine#open} or {@link ClusterEngine#describe}
     */
    public record Member(String session, String info) {}
}
