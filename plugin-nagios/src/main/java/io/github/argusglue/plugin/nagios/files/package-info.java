/**
 * Reads and commands a monitoring daemon through its files: status.dat, objects.cache, its log and its command pipe.
 */
@NullMarked
package io.github.argusglue.plugin.nagios.files;

import org.jspecify.annotations.NullMarked;
