package io.github.argusglue.core.standin;

/** Answers the requests of one route. */
@FunctionalInterface
interface Handler {
    Reply answer(ApiRequest request, Account user) throws Refused;
}
