package io.github.argusglue.core.shape;

/** How the ids of incidents begin that stand for no alert of a source; no alert may have such a key. */
public final class ReservedKeys {
    public static final String OWN = "argus-glue/";

    /** Begins the ids of incidents in which one source's token tells of another's end. */
    public static final String TOKEN = OWN + "token/";

    private ReservedKeys() {}

    /**
     * Tells whether an incident was made by the token keeper: it is nobody else's business, whoever's token was used.
     */
    public static boolean isOfTokenKeeper(String sourceIncidentId) {
        return sourceIncidentId.startsWith(TOKEN);
    }
}
