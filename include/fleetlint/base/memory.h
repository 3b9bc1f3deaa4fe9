#pragma once
// How a process that runs once and ends takes its memory from the system.

namespace fleetlint {

/// To be called once, before any other thread exists: memory is kept until the process ends, and taken in large pages where the
/// system has them, because touching it a small page at a time costs as much as a third of compiling. Does nothing to what a
/// program computes, and nothing at all under sanitizers, which bring their own heap.
void prepare_process_memory();

/// To be called by each thread before it works: its heap is taken in large pages too. `run_on_threads` does so.
void prepare_thread_memory();

}  // namespace fleetlint
