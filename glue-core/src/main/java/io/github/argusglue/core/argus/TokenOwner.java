package io.github.argusglue.core.argus;

/**
 * Whom a token belongs to in Argus. Each source system of Argus has one user, and that user has the tokens.
 *
 * @param userPk number of the user
 * @param sourcePk number of the user's source system
 * @param sourceName name of the source system, for messages: it may be changed in Argus at any time
 */
public record TokenOwner(long userPk, long sourcePk, String sourceName) {

    /** Tells whether it is the same user with the same source system, whatever that is called. */
    public boolean isSame(TokenOwner other) {
        return userPk == other.userPk && sourcePk == other.sourcePk;
    }

    /** Returns it for a message. */
    @Override
    public String toString() {
        return "source system '" + sourceName + "' (number " + sourcePk + ", user number " + userPk + ")";
    }
}
