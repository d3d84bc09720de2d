package io.github.argusglue.spi.testing;

/** How the adapter of the kit's own tests can be broken: which test finds it, and what that says. */
enum Fault {
    NONE("", Rule.TEST_IS_COMPLETE, ""),

    // What is unknown.
    FAILURE_OF_ONE_LIST_IS_EMPTY(
            "failureOfOneListIsNotEmpty",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "only 'hosts' fails (DOWN), and the snapshot claims to be complete"),
    FIRST_PAGE_ONLY("everyPageIsRead", Rule.UNKNOWN_IS_NOT_EMPTY, "no snapshot with 7 alerts, which are three pages"),
    CUT_LIST_IS_COMPLETE(
            "everyPageIsRead",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "the second page of a list cannot be read, and the snapshot claims to be complete"),
    UNREADABLE_OBJECT_IS_SKIPPED(
            "unreadableObjectIsNotOver",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "cannot be read, and the snapshot is complete without its alert"),
    FAILURE_OF_ACKS_IS_NO_ACKS(
            "failureOfTheAcknowledgementsDoesNotEndThem",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "the request for acknowledgements failed, and the snapshot shows the alert without"),
    FAILURE_IS_EMPTY(
            "downSystemIsUnreachableAndNotEmpty",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "snapshot() returned while the system fails (DOWN), with no alerts and is complete"),
    FAILURE_IS_THE_LAST_SNAPSHOT(
            "downSystemIsUnreachableAndNotEmpty",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "snapshot() returned while the system fails (DOWN), with [Alert"),
    NOTHING_IS_EMPTY(
            "answerWithoutContentIsNotEmpty",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "snapshot() returned while the system fails (ANSWERS_NOTHING)"),
    SERVER_ERROR_IS_EMPTY(
            "answeredErrorIsAFailure",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "snapshot() returned while the system fails (ANSWERS_ERROR)"),
    ENDED_IS_STILL_OPEN("endedProblemIsClosed", Rule.UNKNOWN_IS_NOT_EMPTY, "no snapshot with 1 alerts"),
    PARTIAL_IS_EMPTY(
            "partialSnapshotHasWhatCanBeRead",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "the partial snapshot lacks what could be read"),
    PARTIAL_WITHOUT_REASON(
            "partialSnapshotHasWhatCanBeRead",
            Rule.UNKNOWN_IS_NOT_EMPTY,
            "a partial snapshot does not say what is missing"),
    SNAPSHOT_IS_NULL("noProblemsGiveACompleteEmptySnapshot", Rule.UNKNOWN_IS_NOT_EMPTY, "snapshot() returned null"),
    UNCERTAIN_IS_OPEN(
            "uncertainAlertIsHeldWithItsTags", Rule.SAY_WHAT_IS_UNCERTAIN, "no snapshot with the alert as held"),
    UNCERTAIN_IS_OVER(
            "uncertainAlertIsHeldWithItsTags", Rule.SAY_WHAT_IS_UNCERTAIN, "no snapshot with the alert as held"),
    HELD_WITHOUT_TAGS(
            "uncertainAlertIsHeldWithItsTags", Rule.SAY_WHAT_IS_UNCERTAIN, "the tags of an alert that is held"),

    // Identity.
    ID_IS_RANDOM(
            "problemIsTheSameAlertInEverySnapshot",
            Rule.ONE_ID_ONE_OCCURRENCE,
            "nothing happened, and the id of the alert changed"),
    ID_FROM_DESCRIPTION(
            "changeKeepsTheId", Rule.ONE_ID_ONE_OCCURRENCE, "the key of a problem whose text or severity changed"),
    ID_WITHOUT_OCCURRENCE(
            "recurringProblemIsANewOccurrence",
            Rule.ONE_ID_ONE_OCCURRENCE,
            "a problem ended and came back with the same id"),
    KEY_WITH_OCCURRENCE(
            "recurringProblemIsANewOccurrence", Rule.ONE_ID_ONE_OCCURRENCE, "the same problem has the keys"),
    START_IS_NOW(
            "nothingChangesWhileTheClockMoves",
            Rule.ONE_ID_ONE_OCCURRENCE,
            "nothing happened for a minute, and the id of the alert changed"),
    START_IS_THIS_MINUTE(
            "nothingChangesWhileTheClockMoves",
            Rule.ONE_ID_ONE_OCCURRENCE,
            "nothing happened for a minute, and the id of the alert changed"),
    REASON_OF_THE_SYSTEM(
            "twoProblemsAreTwoAlerts", Rule.LEFT_OUT, "the reason 'host_web1' of what is left out contains 'web1'"),
    REASON_OF_ARGUS_GLUE("twoProblemsAreTwoAlerts", Rule.LEFT_OUT, "'held' is a word of argus-glue"),
    TWO_ALERTS_OF_ONE_ID(
            "twoProblemsAreTwoAlerts", Rule.ONE_ID_ONE_OCCURRENCE, "two alerts of one snapshot have the id"),
    ID_OF_THIS_ADAPTER("alertKeepsItsIdInANewAdapter", Rule.ONE_ID_ONE_OCCURRENCE, "the id that a new adapter reports"),
    START_IS_NOT_STABLE("stableStartDoesNotChangeWhileTheAlertLasts", Rule.STABLE_STARTS, "the start after a change"),

    // What changes all the time.
    AGE_IN_DESCRIPTION(
            "nothingChangesWhileTheClockMoves",
            Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME,
            "the alert changed: its description"),
    TIME_IN_TAG(
            "nothingChangesWhileTheClockMoves", Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME, "the alert changed: its tags"),
    TIME_IN_METADATA(
            "nothingChangesWhileTheClockMoves",
            Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME,
            "the alert changed: its metadata"),
    COUNTER_IN_DESCRIPTION(
            "problemIsTheSameAlertInEverySnapshot",
            Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME,
            "the alert changed: its description"),
    DESCRIPTION_IS_BLANK("problemIsTheSameAlertInEverySnapshot", Rule.TEXT_FOR_PEOPLE, "is blank"),

    // Creation.
    CREATE_SENDS_A_REQUEST("createDoesNoIoAndStartsNoThreads", Rule.CREATE_DOES_NOTHING, "requests of create()"),
    CREATE_CONNECTS("createDoesNoIoAndStartsNoThreads", Rule.CREATE_DOES_NOTHING, "connections of create()"),
    CREATE_STARTS_A_THREAD("createDoesNoIoAndStartsNoThreads", Rule.CREATE_DOES_NOTHING, "create() started threads"),
    CREATE_FAILS("closeWorksWithoutStart", Rule.FAILURES_ARE_SOURCE_EXCEPTIONS, "create() threw"),

    // Calls that hang.
    CREATE_BLOCKS("closeWorksWithoutStart", Rule.CALLS_END, "create has not returned after"),
    START_BLOCKS("closeEndsAllThreads", Rule.CALLS_END, "start() has not returned after"),
    SNAPSHOT_BLOCKS("closeEndsAllThreads", Rule.CALLS_END, "snapshot() has not returned after"),
    SNAPSHOT_IGNORES_CLOSE(
            "closeEndsAHangingCall",
            Rule.CALLS_END,
            "snapshot(), on a system that never answers, after close() has not returned after"),
    DELIVER_BLOCKS("eachAcceptedKindIsDoneOnce", Rule.CALLS_END, "deliver(ACKNOWLEDGED) has not returned after"),
    ACCEPTS_BLOCKS("acceptsNamesTheKindsWithoutIo", Rule.CALLS_END, "accepts() has not returned after"),
    ENTRIES_BLOCK("linesOfPeopleAreReturnedInOrder", Rule.CALLS_END, "entriesSince() has not returned after"),
    ADOPT_BLOCKS("strangeIncidentIsNotAdopted", Rule.CALLS_END, "adopt() has not returned after"),
    HEALTH_BLOCKS("healthCanBeReadAtAnyTime", Rule.CALLS_END, "health() has not returned after"),
    CLOSE_BLOCKS("closeWorksWithoutStart", Rule.CALLS_END, "close() has not returned after"),
    INTERRUPT_IS_SWALLOWED(
            "interruptIsNotSwallowed", Rule.CALLS_END, "snapshot() was interrupted and threw SourceException"),
    INTERRUPT_IS_RETRIED(
            "interruptIsNotSwallowed", Rule.CALLS_END, "snapshot() was interrupted, took notice of it, and goes on"),

    // What is left behind.
    THREAD_IS_LEFT("closeEndsAllThreads", Rule.CLOSE_RELEASES_ALL, "of threadFactory() is alive after close()"),
    RAW_THREAD_IS_LEFT("closeEndsAllThreads", Rule.CLOSE_RELEASES_ALL, "the thread 'raw' is alive after close()"),
    RAW_DAEMON_IS_LEFT("adaptersLeaveNoThreads", Rule.CLOSE_RELEASES_ALL, "every adapter leaves threads behind"),
    EXECUTOR_FOR_EACH_SNAPSHOT(
            "snapshotsLeaveNoThreads", Rule.CLOSE_RELEASES_ALL, "nearly every snapshot leaves one more thread"),
    CLOSE_THROWS_AFTER_FAILED_START(
            "failedStartIsASourceExceptionAndCanBeClosed",
            Rule.CLOSE_RELEASES_ALL,
            "close() threw java.lang.NullPointerException"),
    STATIC_CACHE(
            "adaptersOfTwoSystemsShareNothing", Rule.NO_STATIC_STATE, "two adapters at the same time share something"),
    CONFIGURATION_IS_STATIC(
            "adaptersOfTwoSystemsShareNothing", Rule.NO_STATIC_STATE, "two adapters at the same time share something"),

    // Time.
    ENDING_BY_SYSTEM_CLOCK("endingIsThatOfTheAlertThatEnded", Rule.TIME_OF_THE_CONTEXT, "the time of this machine"),
    START_BY_SYSTEM_CLOCK("problemIsTheSameAlertInEverySnapshot", Rule.TIME_OF_THE_CONTEXT, "the time of this machine"),

    // Failures.
    DEAD_AFTER_FAILURE(
            "downSystemIsUnreachableAndNotEmpty",
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS,
            "the system works again after DOWN, and the same adapter still fails"),
    HEALTH_THROWS("healthCanBeReadAtAnyTime", Rule.FAILURES_ARE_SOURCE_EXCEPTIONS, "health() threw"),
    START_THROWS_UNCHECKED(
            "failedStartIsASourceExceptionAndCanBeClosed",
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS,
            "start() threw java.lang.IllegalStateException"),
    SNAPSHOT_THROWS_UNCHECKED(
            "downSystemIsUnreachableAndNotEmpty",
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS,
            "snapshot() threw java.io.UncheckedIOException"),
    WRONG_PASSWORD_IS_UNREACHABLE(
            "refusedCredentialsAreUnauthorized",
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS,
            "is UNREACHABLE, not one of [UNAUTHORIZED]"),
    EXCEPTION_ESCAPES("closeEndsAllThreads", Rule.FAILURES_ARE_SOURCE_EXCEPTIONS, "an exception escaped from a thread"),

    // Secrets.
    PASSWORD_IN_EXCEPTION(
            "downSystemIsUnreachableAndNotEmpty", Rule.NO_SECRETS, "the exception of snapshot() shows a secret"),
    PASSWORD_IN_LOG(
            "noProblemsGiveACompleteEmptySnapshot",
            Rule.NO_SECRETS,
            "a secret was logged by io.github.argusglue.spi.testing.BeaconClient: request with ******"),
    PASSWORD_IN_FLUENT_LOG("noProblemsGiveACompleteEmptySnapshot", Rule.NO_SECRETS, "a secret was logged by"),
    PASSWORD_IN_HEALTH("healthCanBeReadAtAnyTime", Rule.NO_SECRETS, "health() shows a secret"),
    PASSWORD_IN_TO_STRING("closeWorksWithoutStart", Rule.NO_SECRETS, "toString() of the adapter shows a secret"),

    // Hints.
    HINT_IN_EVERY_SNAPSHOT(
            "hintsHaveACause", Rule.HINTS_HAVE_A_CAUSE, "times during five snapshots in which nothing happened"),
    HINTS_WITHOUT_PAUSE("hintsHaveACause", Rule.HINTS_HAVE_A_CAUSE, "requestSnapshot() was called"),
    HINTS_WITHOUT_PAUSE_WHEN_DOWN("hintsHaveACause", Rule.HINTS_HAVE_A_CAUSE, "while the system was down"),

    // Acknowledgements.
    ACKS_ARE_NOT_READ(
            "acknowledgementOfAPersonIsShown",
            Rule.ACKNOWLEDGEMENTS,
            "no snapshot with the acknowledgement that 'ola' gave"),
    ACK_TIME_MOVES(
            "acknowledgementStaysTheSame", Rule.ACKNOWLEDGEMENTS, "the time of an acknowledgement, a minute later"),
    ACK_WITHOUT_TEXT("acknowledgementOfAPersonIsShown", Rule.ACKNOWLEDGEMENTS, "lacks what the person wrote"),
    ACK_STAYS("endedAcknowledgementIsNotShown", Rule.ACKNOWLEDGEMENTS, "no snapshot with no acknowledgement"),
    FOREIGN_ACK_AS_OWN("acknowledgementOfAPersonIsShown", Rule.ACKNOWLEDGEMENTS, "is marked as one from Argus"),

    // Feedback.
    OWN_ACK_AS_FOREIGN(
            "ownAcknowledgementIsNotReportedAsThatOfAPerson",
            Rule.FEEDBACK_ECHO,
            "is reported as that of 'argus-glue', without fromArgus()"),
    OWN_LINES_IN_HISTORY(
            "ownLinesAreNotInTheHistory", Rule.FEEDBACK_ECHO, "the history after the adapter has applied TICKET_SET"),
    UNACK_REMOVES_THOSE_OF_OTHERS(
            "withdrawalRemovesOnlyWhatCameFromArgus",
            Rule.FEEDBACK_OF_OTHERS,
            "UNACKNOWLEDGED removed the acknowledgement that 'ola' gave"),
    UNACK_IS_NOT_DONE(
            "eachAcceptedKindIsDoneOnce",
            Rule.FEEDBACK_IS_DONE,
            "UNACKNOWLEDGED is accepted, and delivering it changed nothing"),
    TICKET_IS_NOT_DONE(
            "eachAcceptedKindIsDoneOnce",
            Rule.FEEDBACK_IS_DONE,
            "TICKET_SET is accepted, and delivering it changed nothing"),
    TICKET_IS_DONE_TWICE(
            "eachAcceptedKindIsDoneOnce", Rule.FEEDBACK_TWICE, "the system after TICKET_SET was delivered twice"),
    TICKET_IS_DONE_BY_EACH_ADAPTER(
            "feedbackIsDoneOnceByTwoAdapters", Rule.FEEDBACK_TWICE, "TICKET_SET was delivered again, to a new adapter"),
    GONE_ALERT_IS_AN_ERROR(
            "feedbackForAnAlertThatIsGoneSucceeds", Rule.FEEDBACK_FOR_NOTHING, "failed for an alert that is over"),
    FAILED_FEEDBACK_IS_LOST(
            "feedbackFailsWhileTheSystemIsDownAndSucceedsLater",
            Rule.FEEDBACK_FAILURE,
            "returned normally while the system was down"),
    ACCEPTS_NOTHING("acceptsNamesTheKindsWithoutIo", Rule.FEEDBACK_IS_DONE, "accepts() is empty"),

    // History.
    HISTORY_TIME_MOVES("entriesAreTheSameWheneverTheyAreRead", Rule.HISTORY, "the history when it is read again"),
    HISTORY_IGNORES_SINCE("entriesBeforeTheGivenTimeAreLeftOut", Rule.HISTORY, "the entries at or after"),
    HISTORY_IS_REVERSED("linesOfPeopleAreReturnedInOrder", Rule.HISTORY, "the oldest line is not first"),
    HISTORY_OF_A_FAILURE_IS_EMPTY(
            "historyOfADownSystemIsAFailure",
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS,
            "what entriesSince() returned while the system was down"),
    SAME_OBJECT_FOR_A_GROWN_LOG("linesOfPeopleAreReturnedInOrder", Rule.HISTORY, "no snapshot with another object"),

    // Endings.
    ENDING_OF_FORGOTTEN_IS_REPORTED(
            "forgottenProblemHasNoReportedEnding",
            Rule.ENDINGS,
            "only vanished from the system, and its ending is Ending.reported"),
    ENDING_OF_OPEN_ALERT("problemIsTheSameAlertInEverySnapshot", Rule.ENDINGS, "has ended, and that it is open"),
    ENDING_OF_ANOTHER_ALERT("endingIsThatOfTheAlertThatEnded", Rule.ENDINGS, "the alert whose ending was reported"),
    ENDING_BEFORE_THE_START("endingIsThatOfTheAlertThatEnded", Rule.ENDINGS, "is not between the start"),

    // Webhooks and adoption.
    WEBHOOK_WITHOUT_HINT("webhookLeadsToASnapshot", Rule.WEBHOOKS, "did not lead to requestSnapshot()"),
    WEBHOOK_HANDLER_THROWS("invalidWebhookIsRefusedOrIgnored", Rule.WEBHOOKS, "made the handler throw"),
    WEBHOOK_CHECK_ACCEPTS_ALL(
            "checkRefusesAChangedWebhook", Rule.WEBHOOKS, "the check accepts a webhook without its signature"),
    ADOPTS_EVERYTHING("strangeIncidentIsNotAdopted", Rule.ADOPTION, "an incident without any relation"),
    ADOPTS_NOTHING("incidentOfTheOtherProgramIsAdopted", Rule.ADOPTION, "the alert of the other program's incident"),

    // State.
    STATE_HAS_TO_BE_VALID("worksIfTheStateIsInvalid", Rule.FAILURES_ARE_SOURCE_EXCEPTIONS, "start() threw"),
    STATE_HAS_TO_BE_WRITTEN("worksIfTheStateCannotBeWritten", Rule.FAILURES_ARE_SOURCE_EXCEPTIONS, "snapshot() threw");

    private final String test;
    private final Rule rule;
    private final String line;

    Fault(String test, Rule rule, String line) {
        this.test = test;
        this.rule = rule;
        this.line = line;
    }

    /** Returns the test that finds it. */
    String test() {
        return test;
    }

    /** Returns the rule that the test names. */
    Rule rule() {
        return rule;
    }

    /** Returns words of the line that says what is wrong. */
    String line() {
        return line;
    }
}
