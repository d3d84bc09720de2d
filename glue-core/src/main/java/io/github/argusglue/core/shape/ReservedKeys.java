package io.github.argusglue.core.shape;

/** Keys of incidents that do not belong to an alert of a source; no alert may have such a key. */
public final class ReservedKeys {
    static final String PREFIX = "argus-glue/";

    /**
     * Prefix of the ids of incidents that report an expiring token and are written with the token of another source.
     */
    public static final String TOKEN = PREFIX + "token/";

    /** Key of the incident that reports how many alerts are not shown. */
    public static final String MAX_OPEN = PREFIX + "max-open";

    /** The same as an alert key. */
    public static final AlertKey MAX_OPEN_KEY = new AlertKey(MAX_OPEN, false);

    private ReservedKeys() {}

    /** Returns whether a key is reserved, so that no alert of a source may have it. */
    public static boolean isReserved(String key) {
        return key.startsWith(PREFIX);
    }

    /**
     * Returns whether an incident reports an expiring token: all other parts ignore it, whichever source's token wrote
     * it.
     */
    public static boolean isTokenIncident(String sourceIncidentId) {
        return sourceIncidentId.startsWith(TOKEN);
    }
}
