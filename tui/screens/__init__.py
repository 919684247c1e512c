"""The screens. Each reads from the store and calls one method of it per key."""
