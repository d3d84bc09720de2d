package io.github.argusglue.core.service;

import io.github.argusglue.core.source.SourceLoop;

/** Lets go what guards hold of a source, because a person says so. */
@FunctionalInterface
public interface GuardRelease {

    /** Does so soon; returns for people what that means. */
    String release(SourceLoop source);
}
