package io.github.argusglue.core.config;

/** What a process does with its sources when the engine of the cluster cannot be reached. */
public enum OnEngineLoss {
    /** Keep them in step, although another process may do the same. */
    CONTINUE,
    /** Stop writing before the session ends. */
    STOP
}
