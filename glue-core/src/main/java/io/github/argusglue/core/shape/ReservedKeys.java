package io.github.argusglue.core.shape;

/** How the ids of incidents begin that stand for no alert of a source; no alert may have such a key. */
public final class ReservedKeys {
    public static final String PREFIX = "argus-glue/";

    /** Begins the ids of incidents in which one source's token tells of another's end. */
    public static final String TOKEN = PREFIX + "token/";

    /** The id of the incident that says how many alerts are not shown. */
    public static final String MAX_OPEN = PREFIX + "max-open";

    /** What that incident is matched by. */
    public static final AlertKey MAX_OPEN_KEY = new AlertKey(MAX_OPEN, false);

    private ReservedKeys() {}

    /** Tells whether a key is none that an alert of a source may have. */
    public static boolean isReserved(String key) {
        return key.startsWith(PREFIX);
    }

    /**
     * Tells whether an incident was made by the token keeper: it is nobody else's business, whoever's token was used.
     */
    public static boolean isTokenIncident(String sourceIncidentId) {
        return sourceIncidentId.startsWith(TOKEN);
    }
}
