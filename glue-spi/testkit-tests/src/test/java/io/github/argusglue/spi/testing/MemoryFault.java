package io.github.argusglue.spi.testing;

/** How {@link MemoryEngine} can be broken: which test finds it, and what that says. */
enum MemoryFault {
    NONE("", ""),

    // Owners.
    CLAIM_TAKES("sourceHasOneOwner", "claim() of a source that another owns"),
    OWNER_IS_REFUSED("sourceHasOneOwner", "claim() by the owner"),
    CLAIM_IS_NOT_ATOMIC("oneOfManyAtOnceBecomesOwner", "owners of a source that eight sessions claimed at once"),
    RELEASE_DOES_NOTHING("releaseFreesTheSource", "expected: <{bergen=one}>"),
    ANYBODY_RELEASES("releaseOfWhatIsNotOwnedDoesNothing", "after release() by another"),
    STORES_ARE_ONE("storesAreSeparate", "the view of the other store"),
    TEXT_IS_CUT("describeReplacesTheText", "after describe()"),

    // Reports of changes.
    OPEN_IS_NOT_REPORTED("changesAreReported", "after open() of another client"),
    CLAIM_IS_NOT_REPORTED("changesAreReported", "after claim() of another client"),
    RELEASE_IS_NOT_REPORTED("changesAreReported", "after release() of another client"),
    END_IS_NOT_REPORTED("changesAreReported", "after end() of another client"),

    // Sessions.
    SESSION_ENDS_EARLY("sessionThatIsNotRenewedEnds", "a session of 3000 ms has ended after 1"),
    SESSION_NEVER_ENDS("sessionThatIsNotRenewedEnds", "that is not renewed is still there after 6"),
    RENEW_DOES_NOTHING("renewedSessionLasts", "has ended"),
    RENEW_OF_ENDED_SUCCEEDS("endFreesNameAndSources", "renew() of a session that has ended"),
    END_KEEPS_SOURCES("endFreesNameAndSources", "the view after end()"),
    NAME_IS_TAKEN_OVER("nextSessionOfAMemberIsAnother", "open() of a name that is taken"),
    SESSION_IDS_REPEAT("nextSessionOfAMemberIsAnother", "the identifier of the next session"),
    CLOSE_ENDS_SESSIONS("closeLeavesSessions", "after close()"),

    // Values.
    EMPTY_VALUE_REMOVES("valueIsReadAsItWasStored", "No value present"),
    VALUES_ARE_MIXED("valuesAreSeparate", "the value of a source that stored none"),
    ANYBODY_PUTS("onlyTheOwnerChangesValues", "put() to a free source"),
    ANYBODY_REMOVES("onlyTheOwnerChangesValues", "remove() from a free source"),

    // Failures.
    UNREACHABLE_IS_AN_ENDED_SESSION("callsFailIfNothingListens", "fails with the wrong kind"),
    ADDRESS_IS_NOT_NAMED("callsFailIfNothingListens", "does not name the address"),
    TIMEOUT_IS_IGNORED("callsFailIfNothingAnswers", "its timeout is 1000 ms"),
    INTERRUPT_IS_IGNORED("interruptEndsACall", "view() has not ended 2 s after an interrupt"),
    THREAD_IS_LEFT("closeEndsThreads", "threads of the engine are alive 5 s after close()"),
    WRONG_CREDENTIALS_ARE_UNREACHABLE("wrongCredentialsAreReported", "fails with the wrong kind");

    private final String test;
    private final String line;

    MemoryFault(String test, String line) {
        this.test = test;
        this.line = line;
    }

    String test() {
        return test;
    }

    /** Returns a part of what the test says. */
    String line() {
        return line;
    }
}
