package io.github.argusglue.standin;

/** A source system of the stand-in. */
record SourceSystem(long pk, String name, long userPk) {}
