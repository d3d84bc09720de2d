package io.github.argusglue.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Minimum and maximum of a number or a {@link java.time.Duration}, written as in TOML; both are allowed values. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** Returns the minimum; empty if there is none. */
    String min() default "";

    /** Returns the maximum; empty if there is none. */
    String max() default "";
}
