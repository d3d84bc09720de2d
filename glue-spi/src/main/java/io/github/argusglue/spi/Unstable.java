package io.github.argusglue.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an element that may be changed or removed with a minor version. It is deprecated for at least one minor version
 * before. So a plugin that uses it works with the version that it was built for and with the next minor one. Elements
 * without this mark change only with a major version: a plugin that uses no other ones works until then.
 *
 * <p>argus-glue loads every plugin that was built for its own major version and for the same or an earlier minor one.
 * If such a plugin uses an unstable element that is gone, the call that needs it fails, and the message names the
 * element and the version that the plugin was built for. Below 1.0 each minor version counts as a major one: every
 * element may change, and only plugins for the same minor version are loaded.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Unstable {}
