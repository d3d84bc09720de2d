package io.github.argusglue.core.cluster;

import java.util.List;
import java.util.Set;

/** The sources of this process, as its membership in the cluster sees them. Any thread. */
public interface SharedSources {

    /** Returns the sources of the configuration. */
    List<OwnableSource> all();

    /** Makes the sources active that this process owns, and no others. Returns at once. */
    void ownershipChanged();

    /** Returns whether nothing of a source that is not active any more is under way, neither to Argus nor to it. */
    boolean isIdle(String source);

    /** Returns the Argus servers that this process cannot reach now. */
    Set<String> cutOff();
}
