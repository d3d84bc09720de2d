package io.github.argusglue.spi.testing;

/** How {@link LanternAdapter} can be broken: which test finds it, and what that says. */
enum LanternFault {
    NONE("", Rule.TEST_IS_COMPLETE, ""),

    // Suppression.
    SUPPRESSED_IS_LEFT_OUT(
            "suppressedAlertIsTheSameAlert", Rule.SUPPRESSION, "no snapshot with the alert as suppressed"),
    SUPPRESSION_IS_NOT_READ(
            "suppressedAlertIsTheSameAlert", Rule.SUPPRESSION, "no snapshot with the alert as suppressed"),
    ALL_ARE_SUPPRESSED(
            "suppressedAlertIsTheSameAlert", Rule.SUPPRESSION, "an alert that nobody suppressed has Optional["),
    SUPPRESSED_HAS_ANOTHER_ID(
            "suppressedAlertIsTheSameAlert", Rule.ONE_ID_ONE_OCCURRENCE, "the id of an alert that is suppressed"),
    SUPPRESSED_LOSES_TAGS("suppressedAlertIsTheSameAlert", Rule.SUPPRESSION, "the tags of an alert that is suppressed"),
    SUPPRESSION_END_MOVES("suppressionStaysTheSame", Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME, "the suppression later"),
    SUPPRESSION_OF_THIS_ADAPTER(
            "suppressionStaysTheSame", Rule.SUPPRESSION, "the suppression that a new adapter reports"),
    SUPPRESSION_STAYS("endedSuppressionIsNotShown", Rule.SUPPRESSION, "no snapshot with no suppression"),

    // Scopes.
    ALERT_WITHOUT_SCOPE("scopeOfAFailedPartIsUnknown", Rule.SCOPES, "the alert of the list 'oslo' has no scope"),
    ONE_SCOPE_FOR_ALL("scopeOfAFailedPartIsUnknown", Rule.SCOPES, "and can fail separately"),
    FAILED_SCOPE_IS_EMPTY(
            "scopeOfAFailedPartIsUnknown", Rule.SCOPES, "no snapshot with the unknown scope 'oslo', whose list"),
    FAILED_SCOPE_FAILS_ALL(
            "scopeOfAFailedPartIsUnknown", Rule.SCOPES, "only 'oslo' fails, and snapshot() fails altogether"),
    FAILED_SCOPE_MAKES_ALL_PARTIAL(
            "scopeOfAFailedPartIsUnknown", Rule.SCOPES, "only 'oslo' fails, and the whole snapshot is partial"),
    OTHER_SCOPE_IS_UNKNOWN("scopeOfAFailedPartIsUnknown", Rule.SCOPES, "the unknown scopes while only 'oslo' fails"),
    SCOPE_WITHOUT_REASON("scopeOfAFailedPartIsUnknown", Rule.SCOPES, "the scope 'oslo' is unknown without a reason"),
    READ_SCOPE_IS_LEFT_OUT(
            "scopeOfAFailedPartIsUnknown", Rule.SCOPES, "the scopes of the alerts while only 'oslo' fails"),
    SCOPE_OF_THIS_ADAPTER("scopesAreTheSameInANewAdapter", Rule.SCOPES, "the scopes that a new adapter reports"),

    // Notices.
    NOTICE_IS_NOT_POSTED("eventIsOneNotice", Rule.NOTICES, "no snapshot with 1 posted notices"),
    NOTICE_IN_EVERY_SNAPSHOT("eventIsOneNotice", Rule.NOTICES, "the ids of the notices for one event"),
    NOTICE_WITHOUT_TEXT("eventIsOneNotice", Rule.TEXT_FOR_PEOPLE, "the description of the notice 'news-0' is blank"),
    NOTICE_BY_SYSTEM_CLOCK("eventIsOneNotice", Rule.TIME_OF_THE_CONTEXT, "the notice has the time"),
    NOTICE_IS_AN_ALERT_TOO("eventIsOneNotice", Rule.NOTICES, "no snapshot with no alert: an event without a state"),
    NOTICE_ID_IS_THE_TEXT("twoEventsAreTwoNotices", Rule.NOTICES, "no snapshot with 2 posted notices"),
    NOTICE_ID_OF_THIS_ADAPTER(
            "eventHasTheSameIdInANewAdapter", Rule.NOTICES, "a new adapter posts the same event with other ids"),

    // Event streams.
    STREAM_IS_NOT_OPENED("eventLeadsToASnapshot", Rule.EVENT_STREAMS, "no stream is connected after start()"),
    EVENT_WITHOUT_HINT("eventLeadsToASnapshot", Rule.EVENT_STREAMS, "did not lead to requestSnapshot()"),
    STREAM_IS_READ_ONCE("brokenStreamIsFollowedAgain", Rule.EVENT_STREAMS, "and nobody connected again"),
    RECONNECT_WITHOUT_HINT(
            "brokenStreamIsFollowedAgain", Rule.EVENT_STREAMS, "is connected again, without requestSnapshot()"),
    REFUSED_STREAM_IS_HEALTHY(
            "refusedStreamIsReportedAndSnapshotsGoOn", Rule.EVENT_STREAMS, "and health() does not say so"),
    STREAM_IS_LEFT("closeEndsTheStream", Rule.EVENT_STREAMS, "the stream is still connected after close()"),

    // Answers to webhooks.
    GET_IS_NOT_LET_THROUGH(
            "challengeIsAnsweredAndDoesNothingElse",
            Rule.WEBHOOK_ANSWERS,
            "methods() is [POST], and the system sends a GET"),
    CHALLENGE_IS_NOT_ECHOED(
            "challengeIsAnsweredAndDoesNothingElse",
            Rule.WEBHOOK_ANSWERS,
            "the system does not accept WebhookResponse"),
    CHALLENGE_LEADS_TO_A_HINT(
            "challengeIsAnsweredAndDoesNothingElse", Rule.WEBHOOK_ANSWERS, "a challenge led to requestSnapshot()"),
    ANSWERED_WEBHOOK_WITHOUT_HINT(
            "answeredWebhookLeadsToASnapshot", Rule.WEBHOOKS, "did not lead to requestSnapshot()"),
    WEBHOOK_IS_REFUSED(
            "answeredWebhookLeadsToASnapshot",
            Rule.WEBHOOK_ANSWERS,
            "a webhook about an open problem is answered with"),
    RESPONDER_THROWS("invalidRequestIsRefused", Rule.WEBHOOKS, "made the responder throw"),
    CHECK_ACCEPTS_ANY_GET(
            "checkRefusesWhatNobodySigned", Rule.WEBHOOK_ANSWERS, "the check accepts a GET with nothing that shows");

    private final String test;
    private final Rule rule;
    private final String line;

    LanternFault(String test, Rule rule, String line) {
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
