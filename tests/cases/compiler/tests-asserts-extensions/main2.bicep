param replicas int
