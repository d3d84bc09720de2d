package io.github.argusglue.standin;

/** Answers the requests of one route. */
@FunctionalInterface
interface Handler {
    ApiResponse answer(ApiRequest request, Account user) throws Refused;
}
