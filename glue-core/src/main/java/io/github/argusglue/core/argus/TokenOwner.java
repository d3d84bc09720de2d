package io.github.argusglue.core.argus;

/**
 * Owner of a token in Argus. Each source system of Argus has one user, and that user owns the tokens.
 *
 * @param userPk number of the user
 * @param sourcePk number of the user's source system
 * @param sourceName name of the source system, for messages only: it can be changed in Argus at any time
 */
public record TokenOwner(long userPk, long sourcePk, String sourceName) {

    /** Returns whether user and source system are the same, whatever the name of the source system. */
    public boolean isSame(TokenOwner other) {
        return userPk == other.userPk && sourcePk == other.sourcePk;
    }

    /** Returns the owner for a message. */
    @Override
    public String toString() {
        return "source system '" + sourceName + "' (number " + sourcePk + ", user number " + userPk + ")";
    }
}
