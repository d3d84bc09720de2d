package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of this key is not secret, although its name looks like it.
 *
 * <p>What is secret has the type {@link Secret}. In case an author forgets that, the effective configuration also masks
 * each string whose key contains a word such as {@code token} or {@code password}, or ends in {@code key}. This
 * annotation shows the strings of a component: its value, or the values of its list or map. For example:
 *
 * <pre>{@code
 * record TicketConfig(@NotSecret @Doc("Field of a ticket that identifies the alert") String key) {}
 * }</pre>
 */
@Unstable
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotSecret {}
