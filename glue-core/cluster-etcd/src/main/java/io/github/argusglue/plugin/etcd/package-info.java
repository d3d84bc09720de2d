/** The engine for clusters that share an etcd. */
@NullMarked
package io.github.argusglue.plugin.etcd;

import org.jspecify.annotations.NullMarked;
